namespace Holdfast.Cli.Shop.Answers;

/// <summary>The store's totals of one instant.</summary>
internal sealed record StatisticsAnswer
{
    public required long Created { get; init; }

    public required long Active { get; init; }

    public required long ActiveActual { get; init; }

    public required long Ended { get; init; }

    public required IReadOnlyDictionary<string, long> EndedByReason { get; init; }

    public required long CacheHits { get; init; }

    public required long CacheMisses { get; init; }

    public required long PendingEnds { get; init; }

    public required long DeadLetters { get; init; }

    /// <summary>What is counted less what is there: always 0.</summary>
    public required long Discrepancy { get; init; }

    public static StatisticsAnswer Of(SessionStatistics totals) => new()
    {
        Created = totals.Created,
        Active = totals.Active,
        ActiveActual = totals.ActiveActual,
        Ended = totals.EndedTotal,
        EndedByReason = totals.Ended.ToDictionary(entry => EndReasonText.Code(entry.Key), entry => entry.Value, StringComparer.Ordinal),
        CacheHits = totals.CacheHits,
        CacheMisses = totals.CacheMisses,
        PendingEnds = totals.PendingEnds,
        DeadLetters = totals.DeadLetters,
        Discrepancy = totals.Active - totals.ActiveActual,
    };
}
