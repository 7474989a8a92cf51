namespace Holdfast;

/// <summary>Why a session ended.</summary>
public enum EndReason
{
    /// <summary>Its user signed out.</summary>
    LoggedOut = 1,

    /// <summary>Revoked: its subject's sessions were, or an operator ended it.</summary>
    Revoked = 2,

    /// <summary>Not used for its idle timeout.</summary>
    IdleTimeout = 3,

    /// <summary>Reached its absolute timeout, however active it was.</summary>
    AbsoluteTimeout = 4,

    /// <summary>Gave way to another when the store was full.</summary>
    Evicted = 5,

    /// <summary>The application says its work is complete.</summary>
    Completed = 6,

    /// <summary>The application says it failed, or its stored state could not be read.</summary>
    Failed = 7,

    /// <summary>Another session of the same client or subject took its place.</summary>
    Replaced = 8,

    /// <summary>The store that held it was shut down without keeping it.</summary>
    Shutdown = 9,
}
