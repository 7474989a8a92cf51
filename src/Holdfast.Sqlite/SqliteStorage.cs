using Holdfast.Model;
using Holdfast.Sqlite.Files;
using Holdfast.Sqlite.Journaling;
using Holdfast.Sqlite.Native;
using Holdfast.Sqlite.Recovery;
using Holdfast.Sqlite.Rows;
using Holdfast.Storage.InProcess;
using Holdfast.Time;
using Microsoft.Extensions.Logging;

namespace Holdfast.Sqlite;

/// <summary>An open store directory: the in-process store with everything recovered into it, its journal and its files.</summary>
/// <remarks>
/// Opening: take the directory; bring the rows up to the end of the log; note a new start; empty the logs; read the rows. Until that note nothing but rows has
/// changed, and each step may be repeated, so a crash at any moment is followed by the same recovery.
/// </remarks>
internal sealed class SqliteStorage : IAsyncDisposable
{
    private readonly StoreDirectory _directory;
    private readonly RowsFile _rows;
    private readonly LogSegment[] _segments;
    private readonly Folder _folder;
    private readonly Fold _fold;
    private readonly SessionClock _clock;
    private readonly ILogger _logger;
    private bool _isDisposed;

    private SqliteStorage(StoreDirectory directory, RowsFile rows, LogSegment[] segments, SqliteSetup setup)
    {
        _directory = directory;
        _rows = rows;
        _segments = segments;
        _clock = setup.Clock;
        _logger = setup.Logger;
        _fold = new Fold(rows, setup.EndedRetention);
        var opening = setup.Clock.Precise.GetTimestamp();

        var meta = rows.ReadMeta() ?? new StoreMeta();
        var tail = LogTail.Read(meta, segments);
        _clock.NotBefore(tail.Time);
        if (tail.Dropped > 0)
        {
            KeepDamagedLogs(tail);
        }

        // Version tokens of a run whose last changes may be lost must match nothing: those versions may come again with other content.
        var epoch = meta.IsClean && !meta.IsDamaged && tail.IsEmpty ? meta.Epoch : RandomPool.NextUInt64();
        var started = new StoreMeta
        {
            Epoch = epoch,
            Position = tail.LastPosition,
            Batch = tail.LastBatch,
            Time = Math.Max(tail.Time, _clock.Now),
        };
        var catchup = new Catchup(rows, tail);
        var dirty = catchup.Run();
        Quarantine.Take(rows, catchup.Unreadable, _clock.Now, _logger);
        _fold.Run(dirty, started, static () => true);
        foreach (var segment in segments)
        {
            segment.Clear();
        }

        dirty.Clear();
        _folder = new Folder(rows, _fold, dirty, segments[1], epoch, _logger);
        Journal = new SqliteJournal(
            new JournalStart(epoch, tail.LastPosition, tail.LastBatch, segments[0]), setup.Options, _clock, _folder, _logger);
        Store = new InProcessStore(_clock, setup.Limits, setup.EndedRetention, Journal, "sqlite", epoch);
        var sessions = Restore(dirty, meta.IsDamaged);
        SqliteLog.Recovered(
            _logger, sessions, tail.Records, directory.Path, (long)_clock.Precise.GetElapsedTime(opening).TotalMilliseconds);
        _folder.Start();
        Journal.Start();
    }

    public InProcessStore Store { get; }

    public SqliteJournal Journal { get; }

    /// <summary>Throws <see cref="SqliteStoreException"/> with what is wrong and what to do.</summary>
    public static SqliteStorage Open(string path, SqliteSetup setup)
    {
        SqliteLibrary.Require();
        var directory = StoreDirectory.Take(path);
        RowsFile? rows = null;
        var segments = new List<LogSegment>();
        try
        {
            rows = RowsFile.Open(directory.Rows);
            segments.Add(LogSegment.Open(directory.FirstLog));
            segments.Add(LogSegment.Open(directory.SecondLog));
            directory.Sync();
            return new SqliteStorage(directory, rows, [.. segments], setup);
        }
        catch (Exception failure)
        {
            segments.ForEach(static segment => segment.Dispose());
            rows?.Dispose();
            directory.Dispose();
            if (failure is SqliteException)
            {
                throw new SqliteStoreException($"The store in {directory.Path} cannot be opened: {failure.Message}", failure);
            }

            throw;
        }
    }

    /// <summary>Writes everything to its row, so that the next start has nothing to replay and goes on with the same epoch.</summary>
    public ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return ValueTask.CompletedTask;
        }

        _isDisposed = true;
        var isWhole = Journal.Stop(out var lastBatch);
        var dirty = _folder.Stop();
        try
        {
            if (isWhole && dirty is not null)
            {
                _fold.Run(
                    dirty,
                    new StoreMeta
                    {
                        Epoch = Store.Epoch,
                        IsClean = true,
                        Position = Journal.SyncedPosition,
                        Batch = lastBatch,
                        Time = _clock.Now,
                    },
                    static () => true);
                Array.ForEach(_segments, static segment => segment.Clear());
            }
        }
        catch (Exception failure) when (failure is SqliteException or SqliteStoreException)
        {
            // The log has it all; the next start does what could not be done now.
            SqliteLog.FoldFailed(_logger, failure.Message);
        }
        finally
        {
            Array.ForEach(_segments, static segment => segment.Dispose());
            _rows.Dispose();
            _directory.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private long Restore(DirtySet totals, bool isTotalUnknown)
    {
        var restoration = new StoreRestoration(Store);
        using (var select = _rows.Database.Prepare("SELECT name, epoch, raised_at FROM subjects"))
        {
            while (select.Step())
            {
                restoration.AddSubject(select.Text(0), (int)select.Integer(1), select.Integer(2));
            }
        }

        var scan = new RowsScan(_rows.Database, restoration, Progress());
        scan.Run();
        Quarantine.Take(_rows, scan.Unreadable, _clock.Now, _logger);
        var missing = restoration.Finish(isTotalUnknown ? 0 : totals.Created, isTotalUnknown ? [] : totals.Ended);
        for (; missing > 0; missing--)
        {
            totals.CountEnded(EndReason.Failed);
        }

        return scan.Restored - scan.Unreadable.Count;
    }

    private Action<long> Progress()
    {
        var last = _clock.Precise.GetTimestamp();
        return sessions =>
        {
            if (_clock.Precise.GetElapsedTime(last) > TimeSpan.FromSeconds(1))
            {
                last = _clock.Precise.GetTimestamp();
                SqliteLog.Recovering(_logger, _directory.Path, sessions);
            }
        };
    }

    // For whoever wants to look what the disk did; the store goes on with what is proven whole.
    private void KeepDamagedLogs(LogTail tail)
    {
        foreach (var segment in _segments)
        {
            var kept = $"{segment.Path}.damaged-after-{tail.LastBatch}";
            File.Copy(segment.Path, kept, overwrite: true);
            if (File.Exists(segment.Path + "-wal"))
            {
                File.Copy(segment.Path + "-wal", kept + "-wal", overwrite: true);
            }

            SqliteLog.LogDamaged(_logger, tail.LastBatch, tail.Dropped, kept);
        }
    }
}
