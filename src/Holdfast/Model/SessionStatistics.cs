namespace Holdfast;

/// <summary>A store's totals at one instant: <see cref="Created"/> = <see cref="Active"/> + <see cref="EndedTotal"/>, always.</summary>
public sealed record SessionStatistics
{
    /// <summary>Sessions ever created.</summary>
    public required long Created { get; init; }

    /// <summary>Sessions alive, as counted by the changes that make and end them.</summary>
    public required long Active { get; init; }

    /// <summary>Sessions alive, as counted by the index that holds them. Equal to <see cref="Active"/>: a difference is a defect.</summary>
    public required long ActiveActual { get; init; }

    /// <summary>Sessions ended, by reason; a reason that has not occurred is absent.</summary>
    public required IReadOnlyDictionary<EndReason, long> Ended { get; init; }

    /// <summary>Sessions ended, all reasons together.</summary>
    public long EndedTotal => Ended.Values.Sum();

    /// <summary>Ended sessions whose end handlers have not finished.</summary>
    public long PendingEnds { get; init; }

    /// <summary>Failed attempts of end handlers.</summary>
    public long FailedEnds { get; init; }

    /// <summary>Ended sessions whose end handlers failed for good.</summary>
    public long DeadLetters { get; init; }

    /// <summary>Reads answered from a local copy. A store in this process is no copy and counts none.</summary>
    public long CacheHits { get; init; }

    /// <summary>Reads that a local copy could not answer.</summary>
    public long CacheMisses { get; init; }

    /// <summary>The instant the totals belong to.</summary>
    public required DateTimeOffset AsOf { get; init; }
}
