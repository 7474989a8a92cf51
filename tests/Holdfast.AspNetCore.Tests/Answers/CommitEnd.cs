namespace Holdfast.AspNetCore.Tests.Answers;

/// <summary>How the commit of a request ends.</summary>
public enum CommitEnd
{
    Ok,
    Conflict,
    Ended,
    Superseded,
    Invalid,
    Limited,
    Unavailable,
    Unknown,
}
