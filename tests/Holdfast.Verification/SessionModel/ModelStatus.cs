namespace Holdfast.Verification;

/// <summary>What a call on a session answered. An outcome that is unknown is not a status: such a call is left uncompleted in the history;
/// one that was certainly not applied (unavailable, limited) is discarded from it.</summary>
public enum ModelStatus
{
    /// <summary>Done; for a change set that changed nothing, nothing was to be done.</summary>
    Ok,

    /// <summary>Create on a key that is in use.</summary>
    AlreadyExists,

    /// <summary>No such session, or the secret was never one of this session.</summary>
    NotFound,

    /// <summary>The session is over, or this holder of it is: its secret or incarnation was superseded.</summary>
    Ended,

    /// <summary>A condition did not hold.</summary>
    Conflict,

    /// <summary>Refused by the rules of the operation: a number added to a text, an overflow.</summary>
    Invalid,
}
