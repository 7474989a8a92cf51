using System.Text;

namespace Holdfast.Verification;

/// <summary>A call on the model's session, with the conditions its caller attached. See <see cref="SessionModel"/> for what each one means.</summary>
public sealed record ModelOperation
{
    private ModelOperation(ModelOperationKind kind) => Kind = kind;

    /// <summary>The version the caller demands (UpdateIf), or null.</summary>
    public long? IfVersion { get; init; }

    /// <summary>The version the caller's scope began with, which a later Clear fences off; null for calls without a scope.</summary>
    public long? Base { get; init; }

    /// <summary>Which secret the caller presented: the version whose change set issued it, or <see cref="WrongSecret"/>. Null for trusted callers.</summary>
    public long? Secret { get; init; }

    /// <summary>Which incarnation the caller holds (for Create: which one it got, if known); null means the newest.</summary>
    public long? Incarnation { get; init; }

    /// <summary>With <see cref="IfVersion"/>: the incarnation that the demanded version is one of, or null.</summary>
    public long? IfIncarnation { get; init; }

    /// <summary>A secret that was never issued for this session.</summary>
    public static long WrongSecret => -1;

    internal ModelOperationKind Kind { get; }

    internal IReadOnlyList<ModelChange> Changes { get; private init; } = [];

    internal string? Reason { get; private init; }

    internal TimeSpan Instant { get; private init; }

    internal ModelData Data { get; private init; } = ModelData.Empty;

    /// <summary>Creates the session.</summary>
    /// <param name="data">What it begins with.</param>
    public static ModelOperation Create(ModelData? data = null) => new(ModelOperationKind.Create) { Data = data ?? ModelData.Empty };

    /// <summary>Creates the session, or answers the one there is.</summary>
    public static ModelOperation GetOrCreate(ModelData? data = null) => new(ModelOperationKind.GetOrCreate) { Data = data ?? ModelData.Empty };

    /// <summary>Inspects the session: not a use.</summary>
    public static ModelOperation Read() => new(ModelOperationKind.Read);

    /// <summary>Opens the session with a secret: a use.</summary>
    public static ModelOperation Open(long secret) => new(ModelOperationKind.Open) { Secret = secret };

    /// <summary>Uses the session without changing it.</summary>
    public static ModelOperation Touch() => new(ModelOperationKind.Touch);

    /// <summary>Ends the session.</summary>
    public static ModelOperation End(string reason = "logged_out") => new(ModelOperationKind.End) { Reason = reason };

    /// <summary>The session's time is looked at, and it is ended if that is up: a sweep.</summary>
    public static ModelOperation Expire() => new(ModelOperationKind.Expire);

    /// <summary>The clock moves to an instant (since the history began); it never goes back.</summary>
    public static ModelOperation AdvanceClock(TimeSpan to) => new(ModelOperationKind.AdvanceClock) { Instant = to };

    /// <summary>The grace of the previous secret is over.</summary>
    public static ModelOperation EndGrace() => new(ModelOperationKind.EndGrace);

    /// <summary>Applies a change set, all or nothing.</summary>
    public static ModelOperation Apply(params IReadOnlyList<ModelChange> changes) => new(ModelOperationKind.Apply) { Changes = changes };

    /// <summary>A change set of one <see cref="ModelChange.Set"/>.</summary>
    public static ModelOperation Set(string key, ModelValue value) => Apply(ModelChange.Set(key, value));

    /// <summary>A change set of one <see cref="ModelChange.Increment"/>.</summary>
    public static ModelOperation Increment(string key, long by = 1) => Apply(ModelChange.Increment(key, by));

    /// <summary>A change set of one <see cref="ModelChange.Remove"/>.</summary>
    public static ModelOperation Remove(string key) => Apply(ModelChange.Remove(key));

    /// <summary>A change set of one <see cref="ModelChange.Clear"/>.</summary>
    public static ModelOperation Clear() => Apply(ModelChange.Clear());

    /// <summary>A change set of one <see cref="ModelChange.Regenerate"/>; with <see cref="Secret"/> it is conditional on the old secret.</summary>
    public static ModelOperation Regenerate(bool grace = false) => Apply(ModelChange.Regenerate(grace));

    /// <summary>A change set that demands a version.</summary>
    public static ModelOperation UpdateIf(long version, params IReadOnlyList<ModelChange> changes) => Apply(changes) with { IfVersion = version };

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(Kind switch
        {
            ModelOperationKind.Apply => string.Join(" + ", Changes),
            ModelOperationKind.End => $"End({Reason})",
            ModelOperationKind.AdvanceClock => $"AdvanceClock({Instant})",
            ModelOperationKind.Create or ModelOperationKind.GetOrCreate => $"{Kind}({Data})",
            _ => $"{Kind}()",
        });
        if (IfVersion is { } version) text.Append(" if version ").Append(version);
        if (IfIncarnation is { } demanded) text.Append(" of incarnation ").Append(demanded);
        if (Base is { } from) text.Append(" based on ").Append(from);
        if (Secret is { } secret) text.Append(" by secret ").Append(secret);
        if (Incarnation is { } incarnation) text.Append(" of incarnation ").Append(incarnation);
        return text.ToString();
    }
}
