namespace Holdfast;

/// <summary>How large a session and its parts may be. Everything is bounded; each refusal names its limit. Validated at start.</summary>
public sealed class SessionLimits
{
    /// <summary>Longest data key, in UTF-8 bytes. Default 256, range 1 to 1 024.</summary>
    public int MaxKeyBytes { get; set; } = 256;

    /// <summary>Largest single value, in bytes as stored. Default 256 KiB, range 1 to 16 MiB.</summary>
    public int MaxValueBytes { get; set; } = 256 * 1024;

    /// <summary>Most data keys in one session. Default 1 000, range 1 to 65 000.</summary>
    public int MaxKeys { get; set; } = 1000;

    /// <summary>Largest session: bytes of keys and values plus 16 per key, plus the bytes of subject, names, type and tags. Default 1 MiB, range 1 KiB to 64 MiB.</summary>
    public int MaxSessionBytes { get; set; } = 1024 * 1024;

    /// <summary>Most tags on one session. Default 32, range 0 to 200.</summary>
    public int MaxTags { get; set; } = 32;

    /// <summary>Most operations in one change set. Default 1 000, range 1 to 10 000.</summary>
    public int MaxOperations { get; set; } = 1000;
}
