using Holdfast.Time;

namespace Holdfast.Storage.InProcess;

/// <summary>What all shards of one store share.</summary>
internal sealed class StoreContext(SessionClock clock, SessionLimits limits, TimeSpan endedRetention, IJournal? journal, int shardCount, ulong epoch)
{
    private const int MaxEndedRecords = 1 << 20;

    // Raised under the revoked subject's lock, read by every load without one.
    private int _latestEpoch;

    public SessionClock Clock { get; } = clock;

    /// <summary>The number that the last revocation of anybody got; a session that has it cannot have been revoked since.</summary>
    public int LatestEpoch => Volatile.Read(ref _latestEpoch);

    public SessionLimits Limits { get; } = limits;

    public SubjectDirectory Subjects { get; } = new();

    public IJournal? Journal { get; } = journal;

    public long RetentionTicks { get; } = endedRetention.Ticks;

    /// <summary>Ended records kept at most; beyond, the oldest go early, and their holders get NotFound instead of Ended (Invariant 10).</summary>
    public int MaxEndedRecordsPerShard { get; } = MaxEndedRecords / shardCount;

    public ulong Epoch { get; } = epoch;

    /// <summary>A new epoch number, greater than every one before. Two thousand million are enough, and beyond them nothing may be compared.</summary>
    public int NextEpoch()
    {
        var next = Interlocked.Increment(ref _latestEpoch);
        return next > 0 ? next : throw new InvalidOperationException("All numbers for subject epochs have been used; no subject can be revoked any more.");
    }

    /// <summary>No later revocation gets this number or a lower one: sessions of an earlier run may have it.</summary>
    public void SkipEpochs(int upTo) => _latestEpoch = Math.Max(_latestEpoch, upTo);
}
