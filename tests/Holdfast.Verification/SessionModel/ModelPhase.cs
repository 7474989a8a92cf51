namespace Holdfast.Verification;

/// <summary>Where the model's session is in its life.</summary>
public enum ModelPhase
{
    /// <summary>Never created.</summary>
    Absent,

    /// <summary>Readable and writable.</summary>
    Live,

    /// <summary>Over.</summary>
    Ended,
}
