using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>
/// A journal whose sync a test decides: records are appended at once and durable when <see cref="Sync"/> says so, or never, after
/// <see cref="Fail"/>. Safe for all threads.
/// </summary>
internal sealed class ManualJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly List<JournalEntry> _entries = [];
    private readonly List<(long Position, TaskCompletionSource<bool> Waiter)> _waiters = [];
    private long _appended;
    private long _synced;
    private bool _hasFailed;

    public long SyncedPosition => Volatile.Read(ref _synced);

    public long AppendedPosition => Volatile.Read(ref _appended);

    /// <summary>Syncs each record as it is appended.</summary>
    public bool SyncsAtOnce { get; set; }

    /// <summary>How many answers wait for a sync.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _waiters.Count(waiter => !waiter.Waiter.Task.IsCompleted);
        }
    }

    /// <summary>The records so far, in the order of their positions.</summary>
    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (_gate) return [.. _entries];
        }
    }

    public long Append(in JournalRecord record)
    {
        lock (_gate)
        {
            _entries.Add(JournalEntry.Copy(record, _appended + 1));
            Volatile.Write(ref _appended, _appended + 1);
            if (SyncsAtOnce && !_hasFailed) Volatile.Write(ref _synced, _appended);
            return _appended;
        }
    }

    public ValueTask<bool> WhenSyncedAsync(long position)
    {
        lock (_gate)
        {
            if (position <= _synced) return new ValueTask<bool>(true);
            if (_hasFailed) return new ValueTask<bool>(false);
            var waiter = new TaskCompletionSource<bool>();
            _waiters.Add((position, waiter));
            return new ValueTask<bool>(waiter.Task);
        }
    }

    /// <summary>Everything up to a position is durable now; without one, everything that was appended.</summary>
    public void Sync(long? upTo = null)
    {
        List<TaskCompletionSource<bool>> released;
        lock (_gate)
        {
            if (_hasFailed) throw new InvalidOperationException("A journal that has failed never syncs again.");
            Volatile.Write(ref _synced, Math.Max(_synced, upTo ?? _appended));
            released = [.. _waiters.Where(waiter => waiter.Position <= _synced).Select(waiter => waiter.Waiter)];
            _waiters.RemoveAll(waiter => waiter.Position <= _synced);
        }

        foreach (var waiter in released) waiter.TrySetResult(true);
    }

    /// <summary>Nothing beyond what is synced will ever be durable.</summary>
    public void Fail()
    {
        List<TaskCompletionSource<bool>> released;
        lock (_gate)
        {
            _hasFailed = true;
            released = [.. _waiters.Select(waiter => waiter.Waiter)];
            _waiters.Clear();
        }

        foreach (var waiter in released) waiter.TrySetResult(false);
    }
}
