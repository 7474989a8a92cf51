namespace Holdfast.Tests;

/// <summary>What a call answered, in the words in which the model and the real store are compared.</summary>
internal sealed record ReferenceAnswer(Status Status, string? Code = null, EndReason? EndReason = null, string? Session = null, int Unseen = 0)
{
    public static ReferenceAnswer NotFound { get; } = new(Status.NotFound, ErrorCodes.NotFound);

    public static ReferenceAnswer Superseded { get; } = new(Status.Ended, ErrorCodes.SecretSuperseded);

    public static ReferenceAnswer Ok(ReferenceSession session) => new(Status.Ok, Session: session.Describe());

    public static ReferenceAnswer Ended(ReferenceSession session) => new(Status.Ended, ErrorCodes.Ended, session.Ended, session.Describe());

    /// <summary>A refused change set: the status that goes with the code, and the session that refused.</summary>
    public static ReferenceAnswer Refused(string code, ReferenceSession? session)
    {
        var status = code switch
        {
            ErrorCodes.Fenced or ErrorCodes.VersionConflict or ErrorCodes.KeyVersionConflict or ErrorCodes.RegenerationConflict => Status.Conflict,
            ErrorCodes.ValueTooLarge or ErrorCodes.TooManyKeys or ErrorCodes.TooManyTags or ErrorCodes.SessionTooLarge => Status.Limited,
            _ => Status.Invalid,
        };
        return new ReferenceAnswer(status, code, Session: session?.Describe());
    }
}
