using System.Text;

namespace Holdfast.Verification;

/// <summary>The model's session. What no longer matters is set to its default, so that states which behave alike are equal.</summary>
public sealed record ModelState
{
    /// <summary>The phase.</summary>
    public ModelPhase Phase { get; init; }

    /// <summary>The version, while live.</summary>
    public long Version { get; init; }

    /// <summary>The data, while live.</summary>
    public ModelData Data { get; init; } = ModelData.Empty;

    /// <summary>The version whose change set last cleared the data; change sets with an older base are refused.</summary>
    public long Fence { get; init; }

    /// <summary>The version whose change set issued the secret.</summary>
    public long Secret { get; init; }

    /// <summary>The previous secret, during its grace.</summary>
    public long? GraceSecret { get; init; }

    /// <summary>When that grace is over, in a model with time.</summary>
    public TimeSpan? GraceEnds { get; init; }

    /// <summary>Which incarnation this is, where the history knows.</summary>
    public long? Incarnation { get; init; }

    /// <summary>Why it ended.</summary>
    public string? Reason { get; init; }

    /// <summary>What the clock shows, in a model with time.</summary>
    public TimeSpan Now { get; init; }

    /// <summary>When it ends unless used, in a model with an idle timeout.</summary>
    public TimeSpan? IdleDeadline { get; init; }

    /// <summary>When it ends whatever happens, in a model with an absolute timeout.</summary>
    public TimeSpan? AbsoluteDeadline { get; init; }

    /// <summary>The state after an end.</summary>
    public ModelState End(string reason) =>
        new() { Phase = ModelPhase.Ended, Reason = reason, Secret = Secret, GraceSecret = GraceSecret, GraceEnds = GraceEnds, Incarnation = Incarnation, Now = Now };

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Phase != ModelPhase.Live) return Phase == ModelPhase.Absent ? "absent" : $"ended ({Reason})";
        var text = new StringBuilder($"live, version {Version} {Data}, secret {Secret}");
        if (GraceSecret is { } previous) text.Append(" (and ").Append(previous).Append(')');
        if (Fence > 0) text.Append(", cleared at ").Append(Fence);
        if (IdleDeadline is not null || AbsoluteDeadline is not null) text.Append($", at {Now}, idle until {IdleDeadline}, at most until {AbsoluteDeadline}");
        return text.ToString();
    }
}
