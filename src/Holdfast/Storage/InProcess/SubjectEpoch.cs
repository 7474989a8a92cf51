namespace Holdfast.Storage.InProcess;

/// <summary>A revocation of a subject, the latest one: its sessions that have a lower number are dead, however many there are. Guarded by its stripe.</summary>
internal sealed class SubjectEpoch
{
    /// <summary>Numbers come from one counter for all subjects.</summary>
    public int Number { get; set; }

    /// <summary>When it was raised, UTC ticks; an authentication before it is worth nothing any more.</summary>
    public long At { get; set; }

    /// <summary>Its journal position.</summary>
    public long Position { get; set; }
}
