using System.Runtime.InteropServices;
using Holdfast.Sqlite.Journaling;
using Microsoft.Extensions.Logging;

namespace Holdfast.Sqlite.Rows;

/// <summary>
/// Folds sealed log files into the rows on a thread of its own, and gives the emptied file back. The writer never waits for it: while a fold runs, the log goes on
/// in the other file.
/// </summary>
/// <remarks>
/// States: idle → folding → idle …, → stopped; → failed when the rows cannot be written: then no file is given back, the log grows, and nothing is lost.
/// Only what is synced comes to a fold: a file is sealed after its last sync (Invariant 5).
/// </remarks>
internal sealed class Folder
{
    // Changes are merged before there are so many that the states they replaced weigh anything.
    private const int MergeFrom = 8192;

    private readonly RowsFile _rows;
    private readonly Fold _fold;
    private readonly DirtySet _dirty;
    private readonly ILogger _logger;
    private readonly ulong _epoch;
    private readonly Signal _wake = new();
    private readonly Lock _gate = new();
    private readonly Thread _thread;

    // Guarded by the gate.
    private List<Committed> _incoming = [];
    private List<Committed> _later = [];
    private SealedLog? _sealed;
    private LogSegment? _free;
    private volatile bool _isStopping;
    private volatile bool _hasFailed;

    // The thread's own.
    private List<Committed> _merging = [];

    public Folder(RowsFile rows, Fold fold, DirtySet dirty, LogSegment free, ulong epoch, ILogger logger)
    {
        _rows = rows;
        _fold = fold;
        _dirty = dirty;
        _free = free;
        _epoch = epoch;
        _logger = logger;
        _thread = new Thread(Work)
        {
            IsBackground = true,
            Name = "Holdfast fold",
            Priority = ThreadPriority.BelowNormal,
        };
    }

    public bool HasFailed => _hasFailed;

    /// <summary>Whether a log file is empty, so that the writer may change to it.</summary>
    public bool IsFree
    {
        get
        {
            lock (_gate)
            {
                return _free is not null;
            }
        }
    }

    public void Start() => _thread.Start();

    /// <summary>Takes note of committed changes. Called by the writer alone, in the order of positions.</summary>
    public void Add(ReadOnlySpan<Committed> changes)
    {
        if (_hasFailed)
        {
            return; // the log has it, and the next start reads that
        }

        bool wake;
        lock (_gate)
        {
            var list = _sealed is null ? _incoming : _later;
            list.AddRange(changes);
            wake = _sealed is null && list.Count >= MergeFrom;
        }

        if (wake)
        {
            _wake.Set();
        }
    }

    /// <summary>Takes a full log file and gives the empty one. Only when <see cref="IsFree"/>.</summary>
    public LogSegment Exchange(in SealedLog full)
    {
        LogSegment free;
        lock (_gate)
        {
            free = _free!;
            _free = null;
            _sealed = full;
        }

        _wake.Set();
        return free;
    }

    /// <summary>Ends the thread, after the writer has ended. Answers the changes that are in no row yet, or null if that cannot be known any more.</summary>
    public DirtySet? Stop()
    {
        _isStopping = true;
        _wake.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        lock (_gate)
        {
            if (_hasFailed)
            {
                return null;
            }

            // A fold that was broken off is repeated as part of the last one: whatever it has written is not older.
            _dirty.Add(CollectionsMarshal.AsSpan(_incoming));
            _dirty.Add(CollectionsMarshal.AsSpan(_later));
            return _dirty;
        }
    }

    private void Work()
    {
        try
        {
            while (!_isStopping)
            {
                _wake.Wait();
                Merge();
            }
        }
#pragma warning disable CA1031 // The log keeps everything; a restart folds it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _hasFailed = true;
            SqliteLog.FoldFailed(_logger, failure.Message);
        }
    }

    private void Merge()
    {
        SealedLog? full;
        lock (_gate)
        {
            (_incoming, _merging) = (_merging, _incoming);
            full = _sealed;
        }

        _dirty.Add(CollectionsMarshal.AsSpan(_merging));
        _merging.Clear();
        if (full is not { } log)
        {
            return;
        }

        var reached = new StoreMeta
        {
            Epoch = _epoch,
            Position = log.LastPosition,
            Batch = log.LastBatch,
            Time = log.Time,
        };
        if (!_fold.Run(_dirty, reached, Pause))
        {
            return;
        }

        log.Segment.Clear();
        _dirty.Clear();
        lock (_gate)
        {
            _free = log.Segment;
            _sealed = null;
            (_incoming, _later) = (_later, _incoming);
        }

        _wake.Set();
    }

    private bool Pause()
    {
        if (_isStopping)
        {
            return false;
        }

        Thread.Yield();
        return true;
    }
}
