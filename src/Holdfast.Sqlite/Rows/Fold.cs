using Holdfast.Model;

namespace Holdfast.Sqlite.Rows;

/// <summary>
/// Writes what changed into the rows. In small transactions, so that a large fold neither holds much memory nor the disk for long; the last says how far the rows
/// reach, and only a checkpoint after it, which syncs, lets the log go. Repeating any part changes nothing.
/// </summary>
internal sealed class Fold(RowsFile rows, TimeSpan endedRetention)
{
    private const int Chunk = 1000;
    private const long CheckpointBytes = 16 * 1024 * 1024;
    private const int MaxPurged = 10_000;

    // Longer than memory keeps a record, so that the row never goes first.
    private readonly long _retentionTicks = endedRetention.Ticks + TimeSpan.TicksPerMinute;

    /// <param name="dirty">What the rows lack.</param>
    /// <param name="reached">How far they reach then.</param>
    /// <param name="pause">Called between transactions; false ends the fold early, to be repeated after a restart.</param>
    public bool Run(DirtySet dirty, StoreMeta reached, Func<bool> pause)
    {
        var sessions = dirty.InRowOrder();
        for (var at = 0; at < sessions.Length; at += Chunk)
        {
            rows.Begin();
            foreach (ref readonly var changed in sessions.AsSpan(at, Math.Min(Chunk, sessions.Length - at)))
            {
                rows.Write(changed.Session);
            }

            rows.Commit();
            if (rows.LogBytes > CheckpointBytes)
            {
                rows.Checkpoint();
            }

            if (!pause())
            {
                return false;
            }
        }

        Purge(reached, pause);
        rows.Begin();
        foreach (var (name, (epoch, raisedAt)) in dirty.Subjects)
        {
            rows.WriteSubject(name, epoch, raisedAt);
        }

        rows.ForgetSubjects(reached.Time - Timeouts.Longest.Ticks);
        rows.WriteMeta(reached with { Created = dirty.Created, Ended = [.. dirty.Ended] });
        rows.Commit();
        rows.Checkpoint();
        return true;
    }

    // As many as sessions may have ended since the last fold, and some more: bounded work that never falls behind (Invariant 10).
    private void Purge(StoreMeta reached, Func<bool> pause)
    {
        int purged;
        do
        {
            rows.Begin();
            purged = rows.Purge(reached.Time - _retentionTicks, reached.Position, MaxPurged);
            rows.Commit();
            if (rows.LogBytes > CheckpointBytes)
            {
                rows.Checkpoint();
            }
        }
        while (purged == MaxPurged && pause());
    }
}
