using Holdfast.Sqlite.Native;
using Holdfast.Sqlite.Rows;
using Holdfast.Storage;
using Holdfast.Time;
using Microsoft.Extensions.Logging;

namespace Holdfast.Sqlite.Journaling;

/// <summary>
/// The journal of the embedded durable store: what is appended while one batch is written makes the next, one row and one sync each, whoever and however
/// many wait for it (Invariants 5, 8).
/// </summary>
/// <remarks>
/// <para>States: opened → running → stopped, or → failed at the first error of a write or a sync. After a failed sync nobody knows what the disk has, and a
/// second try would succeed without having written anything; so nothing is acknowledged any more until a restart reads the files again.</para>
/// <para>One lock, the gate: taken under sessions' locks, and nothing is called while it is held but the encoding of a record.</para>
/// </remarks>
internal sealed class SqliteJournal : IJournal
{
    // Callers of a smaller batch come back one by one anyway.
    private const int GatherFrom = 4;

    private readonly SqliteOptions _options;
    private readonly SessionClock _clock;
    private readonly Folder _folder;
    private readonly ILogger _logger;
    private readonly SyncWaiterPool _waiters = new();
    private readonly Gathering _gathering = new();
    private readonly Signal _wake = new();
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private readonly ulong _epoch;

    // Guarded by the gate; the two positions are also read without it.
    private Batch _filling = new();
    private Batch _writing = new();
    private long _appended;
    private long _synced;
    private bool _isIdle;
    private bool _isStopping;
    private bool _isClosed;
    private volatile bool _hasFailed;

    // The writer's own.
    private LogSegment _segment;
    private long _batchNumber;
    private long _unsyncedSince;

    public SqliteJournal(JournalStart start, SqliteOptions options, SessionClock clock, Folder folder, ILogger logger)
    {
        _options = options;
        _clock = clock;
        _folder = folder;
        _logger = logger;
        _epoch = start.Epoch;
        _segment = start.Segment;
        _batchNumber = start.LastBatch;
        _appended = _synced = start.LastPosition;
        _filling.Begin(_appended + 1);
        _thread = new Thread(Write)
        {
            IsBackground = true,
            Name = "Holdfast journal",
        };
    }

    public long SyncedPosition => Volatile.Read(ref _synced);

    public long AppendedPosition => Volatile.Read(ref _appended);

    /// <summary>Nothing is acknowledged any more.</summary>
    public bool HasFailed => _hasFailed;

    private bool IsRelaxed => _options.Durability == SqliteDurability.Relaxed;

    public void Start() => _thread.Start();

    public long Append(in JournalRecord record)
    {
        long position;
        var wake = false;
        lock (_gate)
        {
            position = _appended + 1;
            if (!_isClosed)
            {
                _filling.Add(record, position);
            }

            Volatile.Write(ref _appended, position);

            // Whoever creates or applies asks for the sync next, outside of the session's lock, and wakes the writer then.
            if (_isIdle && record.Kind is not (JournalRecordKind.Create or JournalRecordKind.Apply))
            {
                _isIdle = false;
                wake = true;
            }
        }

        if (wake)
        {
            _wake.Set();
        }

        return position;
    }

    public ValueTask<bool> WhenSyncedAsync(long position)
    {
        if (position <= SyncedPosition)
        {
            return new ValueTask<bool>(true);
        }

        SyncWaiter waiter;
        bool wake;
        lock (_gate)
        {
            if (position <= _synced)
            {
                return new ValueTask<bool>(true);
            }

            if (_isClosed)
            {
                return new ValueTask<bool>(false);
            }

            waiter = _waiters.Rent();
            (position >= _filling.FirstPosition ? _filling : _writing).Waiters.Add(waiter);
            wake = _isIdle;
            _isIdle = false;
        }

        if (wake)
        {
            _wake.Set();
        }

        return waiter.Task;
    }

    /// <summary>
    /// Writes what was appended and ends the writer. Answers whether all that was acknowledged, and all that was
    /// appended, is durable.
    /// </summary>
    public bool Stop(out long lastBatch)
    {
        lock (_gate)
        {
            _isStopping = true;
        }

        _wake.Set();
        if (_thread.ThreadState != System.Threading.ThreadState.Unstarted && _thread.IsAlive)
        {
            _thread.Join();
        }

        lastBatch = _batchNumber;
        return !_hasFailed;
    }

    private void Write()
    {
        try
        {
            while (Take() is { } batch)
            {
                if (batch.Count > 0)
                {
                    WriteBatch(batch);
                }
                else if (_unsyncedSince != 0)
                {
                    SyncNow();
                }
            }

            if (_unsyncedSince != 0)
            {
                SyncNow();
            }
        }
#pragma warning disable CA1031 // Whatever it was, what waits must not wait for ever, and nothing may be acknowledged after it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fail(failure);
        }
    }

    // The next batch, also an empty one when a sync is due; null at the end.
    private Batch? Take()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_filling.Count > 0)
                {
                    (_filling, _writing) = (_writing, _filling);
                    _filling.Begin(_appended + 1);
                    return _writing;
                }

                if (_isStopping)
                {
                    _isClosed = true;
                    return null;
                }

                _isIdle = true;
            }

            if (_unsyncedSince == 0)
            {
                _wake.Wait();
            }
            else if (!_wake.Wait(UntilSync()))
            {
                lock (_gate)
                {
                    _isIdle = false;
                    (_filling, _writing) = (_writing, _filling);
                    _filling.Begin(_appended + 1);
                    return _writing;
                }
            }
        }
    }

    private void WriteBatch(Batch batch)
    {
        if (_segment.Bytes >= _options.SegmentBytes)
        {
            Switch();
        }

        var now = _clock.Now;
        var sync = !IsRelaxed || batch.MustSync || (_unsyncedSince != 0 && UntilSync() == TimeSpan.Zero);
        var number = _batchNumber + 1;
        _segment.Append(number, batch.Seal(number, _epoch, now), sync);
        _batchNumber = number;
        _unsyncedSince = sync ? 0 : _unsyncedSince == 0 ? now : _unsyncedSince;

        // To the fold before anybody learns of it: what comes later in the same session's life comes to the fold later too.
        _folder.Add(batch.Entries);
        Release(batch);
        if (batch.Count > GatherFrom)
        {
            _gathering.Wait();
        }
    }

    private void Release(Batch batch)
    {
        lock (_gate)
        {
            // Under the gate, so that nobody joins the batch's waiters after this.
            Volatile.Write(ref _synced, batch.LastPosition);
        }

        foreach (var waiter in batch.Waiters)
        {
            waiter.Complete(isSynced: true);
        }

        batch.Waiters.Clear();
    }

    // Relaxed mode's promise when nobody writes any more: an empty batch, synced, and with it all before it.
    private void SyncNow()
    {
        var empty = new Batch();
        empty.Begin(SyncedPosition + 1);
        var number = _batchNumber + 1;
        _segment.Append(number, empty.Seal(number, _epoch, _clock.Now), sync: true);
        _batchNumber = number;
        _unsyncedSince = 0;
    }

    // Goes on in the same segment while the fold still has the other: it never holds up a commit.
    private void Switch()
    {
        if (!_folder.IsFree)
        {
            return;
        }

        if (_unsyncedSince != 0)
        {
            SyncNow(); // a segment begins only after the one before is durable, so what is lost is always the end
        }

        _segment = _folder.Exchange(new SealedLog(_segment, SyncedPosition, _batchNumber, _clock.Now));
    }

    private TimeSpan UntilSync()
    {
        var left = _unsyncedSince + _options.RelaxedBound.Ticks - _clock.Now;
        return left <= 0 ? TimeSpan.Zero : TimeSpan.FromTicks(left);
    }

    private void Fail(Exception failure)
    {
        List<SyncWaiter> waiting;
        lock (_gate)
        {
            _hasFailed = true;
            _isClosed = true;
            waiting = [.. _writing.Waiters, .. _filling.Waiters];
            _writing.Waiters.Clear();
            _filling.Waiters.Clear();
        }

        SqliteLog.JournalFailed(_logger, failure is SqliteException ? failure.Message : failure.ToString());
        foreach (var waiter in waiting)
        {
            waiter.Complete(isSynced: false);
        }
    }
}
