namespace Holdfast;

/// <summary>How an operation on a session came out. Every expected outcome is one of these; exceptions are for bugs and broken configuration.</summary>
public enum Status
{
    /// <summary>Done. What was acknowledged is kept at the store's declared durability.</summary>
    Ok = 0,

    /// <summary>A live session has that name already; it comes with the result. Nothing was changed.</summary>
    AlreadyExists = 1,

    /// <summary>No such session: never issued, a wrong secret, or ended so long ago that its record is gone.</summary>
    NotFound = 2,

    /// <summary>The session has ended, or this secret was superseded; the result says why. Nothing was changed.</summary>
    Ended = 3,

    /// <summary>A condition of the change no longer holds. Nothing of the change set was applied.</summary>
    Conflict = 4,

    /// <summary>A limit refused it before anything was applied; the result names the limit.</summary>
    Limited = 5,

    /// <summary>The input breaks a rule; the error names the value, the rule and the way out. Nothing was changed.</summary>
    Invalid = 6,

    /// <summary>The store cannot be reached or has stopped acknowledging. Certainly not acknowledged; never means "not found".</summary>
    Unavailable = 7,

    /// <summary>The outcome is not known, for example after a time-out: it may or may not have been applied.</summary>
    Unknown = 8,
}
