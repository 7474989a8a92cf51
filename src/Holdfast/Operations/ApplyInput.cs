namespace Holdfast.Operations;

/// <summary>Everything that decides what a change set does to a session. Nothing else may: applying is a pure function of it.</summary>
internal readonly ref struct ApplyInput
{
    /// <summary>Stands for "this caller has no base": no fence applies and nothing counts as unseen.</summary>
    public const long NoBase = -1;

    public required SessionImage Image { get; init; }

    public required ReadOnlySpan<byte> Operations { get; init; }

    public required int OperationCount { get; init; }

    /// <summary>The store's instant, UTC ticks.</summary>
    public required long Now { get; init; }

    /// <summary>The version that the change set's scope saw, or <see cref="NoBase"/>.</summary>
    public required long Base { get; init; }

    /// <summary>Whether this change set may count an access; false for all commits of a scope but its first, and for passive callers.</summary>
    public required bool CountAccess { get; init; }

    public required SessionLimits Limits { get; init; }
}
