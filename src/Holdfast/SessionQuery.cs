namespace Holdfast;

/// <summary>Which sessions to list. What is not set does not filter.</summary>
public sealed record SessionQuery
{
    /// <summary>Exactly this subject's sessions; found through an index.</summary>
    public string? Subject { get; init; }

    /// <summary>Active sessions (the default), or the records of ended ones.</summary>
    public SessionState State { get; init; } = SessionState.Active;

    /// <summary>Sessions with this tag, an automatic one or not.</summary>
    public string? Tag { get; init; }

    /// <summary>Sessions of this type.</summary>
    public string? Type { get; init; }

    /// <summary>Sessions whose key, subject or display name contains this text, ignoring case.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// Sessions whose key's text form matches this regular expression. It runs without backtracking; a malformed one, or one of more
    /// than 256 characters, is <see cref="Status.Invalid"/>.
    /// </summary>
    public string? KeyPattern { get; init; }

    /// <summary>Sessions not used for longer than this.</summary>
    public TimeSpan? IdleLongerThan { get; init; }
}
