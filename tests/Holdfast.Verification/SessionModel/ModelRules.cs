namespace Holdfast.Verification;

/// <summary>The choices that the model leaves to the kind of session and to the table of operations.</summary>
public sealed record ModelRules
{
    /// <summary>The version of a fresh session. Default 1.</summary>
    public long FirstVersion { get; init; } = 1;

    /// <summary>Whether setting a value to what it is already counts as a change. Default true: the key was written by this version now.</summary>
    public bool EqualSetIsChange { get; init; } = true;

    /// <summary>Whether adding 0 to a counter counts as a change. Default false.</summary>
    public bool ZeroIncrementIsChange { get; init; }

    /// <summary>Whether clearing an empty session counts as a change and raises the fence. Default true: the fence is the point.</summary>
    public bool EmptyClearIsChange { get; init; } = true;

    /// <summary>Whether the key is a name, which may be created again after its end. Default false: an issued key.</summary>
    public bool IsNamed { get; init; }

    /// <summary>Whether a call on an ended session may also be answered "not found", as after its record is purged. Default false.</summary>
    public bool EndedMayBeForgotten { get; init; }

    /// <summary>Ends after this time without use; null for never. Default null.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Ends this long after creation; null for never. Default null.</summary>
    public TimeSpan? AbsoluteTimeout { get; init; }

    /// <summary>How long a grace lasts; null: until <see cref="ModelOperation.EndGrace"/>. Default null.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>Whether the clock ends sessions.</summary>
    public bool HasTimeouts => IdleTimeout is not null || AbsoluteTimeout is not null;

    /// <summary>Whether time matters at all.</summary>
    public bool HasTime => HasTimeouts || Grace is not null;
}
