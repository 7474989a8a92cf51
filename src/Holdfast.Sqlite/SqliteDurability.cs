namespace Holdfast;

/// <summary>When a change counts as kept.</summary>
public enum SqliteDurability
{
    /// <summary>When it is on the disk: it survives a power loss.</summary>
    Durable,

    /// <summary>
    /// When the operating system has it: it survives the end of the process, and a power loss takes the changes of the last
    /// <see cref="SqliteOptions.RelaxedBound"/> at most. Ends, revocations and new secrets are on the disk all the same.
    /// </summary>
    Relaxed,
}
