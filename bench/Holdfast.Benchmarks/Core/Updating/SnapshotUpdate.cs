using System.Collections.Concurrent;
using Holdfast.Benchmarks.Load;
using Holdfast.Model;

namespace Holdfast.Benchmarks.Core.Updating;

/// <summary>A concurrent dictionary of immutable records, each replaced by compare-and-swap.</summary>
internal sealed class SnapshotUpdate : UpdateContestant
{
    private static readonly long Idle = (long)Timeouts.DefaultIdle.TotalMilliseconds;

    private readonly ConcurrentDictionary<UInt128, Cell> _sessions = new();

    public SnapshotUpdate(string name, Sequence sequence, Population population)
        : base(name, sequence, population)
    {
        for (var i = 0; i < population.Count; i++)
        {
            _sessions[population.Ids[i]] = new Cell { Current = Snapshot.First(i) };
        }
    }

    public override long Run(int thread, int start, int count)
    {
        var done = 0L;
        var ids = Sequence.Ids[thread];
        for (var i = 0; i < count; i++)
        {
            if (_sessions.TryGetValue(ids[(start + i) & Sequence.Mask], out var cell) && Update(cell))
            {
                done++;
            }
        }

        return done;
    }

    public override long SumOfVisits() => _sessions.Values.Sum(static cell => cell.Current.Visits);

    private static bool Update(Cell cell)
    {
        var now = Environment.TickCount64;
        while (true)
        {
            var before = Volatile.Read(ref cell.Current);
            if (now >= before.LastActivity + Idle)
            {
                return false;
            }

            if (ReferenceEquals(Interlocked.CompareExchange(ref cell.Current, before.Next(Payload.NewThemeBytes, now), before), before))
            {
                return true;
            }
        }
    }

    private sealed class Cell
    {
        public required Snapshot Current;
    }
}
