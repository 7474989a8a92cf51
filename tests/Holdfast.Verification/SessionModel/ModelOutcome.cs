using System.Text;

namespace Holdfast.Verification;

/// <summary>What a call on a session answered, as far as it was observed: what is null was not looked at and matches anything.</summary>
public sealed record ModelOutcome
{
    private ModelOutcome(ModelStatus status) => Status = status;

    /// <summary>The status.</summary>
    public ModelStatus Status { get; }

    /// <summary>With <see cref="ModelStatus.Ok"/>: the session's version after the call.</summary>
    public long? Version { get; private init; }

    /// <summary>With <see cref="ModelStatus.Ok"/> of a change set: the new value of its last increment.</summary>
    public ModelValue? Value { get; private init; }

    /// <summary>With <see cref="ModelStatus.Ok"/>: the session's data after the call.</summary>
    public ModelData? Data { get; private init; }

    /// <summary>With <see cref="ModelStatus.Ended"/>: why.</summary>
    public string? Reason { get; private init; }

    /// <summary>Create on a key in use.</summary>
    public static ModelOutcome AlreadyExists { get; } = new(ModelStatus.AlreadyExists);

    /// <summary>No such session.</summary>
    public static ModelOutcome NotFound { get; } = new(ModelStatus.NotFound);

    /// <summary>A condition did not hold.</summary>
    public static ModelOutcome Conflict { get; } = new(ModelStatus.Conflict);

    /// <summary>Against the rules of the operation.</summary>
    public static ModelOutcome Invalid { get; } = new(ModelStatus.Invalid);

    /// <summary>Done.</summary>
    public static ModelOutcome Ok(long? version = null, ModelValue? value = null, ModelData? data = null) =>
        new(ModelStatus.Ok) { Version = version, Value = value, Data = data };

    /// <summary>Over.</summary>
    public static ModelOutcome Ended(string? reason = null) => new(ModelStatus.Ended) { Reason = reason };

    /// <summary>Whether this, as the model allows it, is what was observed; null on either side matches anything.</summary>
    public bool Matches(ModelOutcome observed) =>
        Status == observed.Status
        && (Version is null || observed.Version is null || Version == observed.Version)
        && (Value is null || observed.Value is null || Value == observed.Value)
        && (Data is null || observed.Data is null || Data.Equals(observed.Data))
        && (Reason is null || observed.Reason is null || Reason == observed.Reason);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(Status.ToString());
        if (Version is { } version) text.Append(" version ").Append(version);
        if (Value is { } value) text.Append(" value ").Append(value);
        if (Data is { } data) text.Append(' ').Append(data);
        if (Reason is { } reason) text.Append(" (").Append(reason).Append(')');
        return text.ToString();
    }
}
