using System.Collections.Concurrent;
using Holdfast.Benchmarks.Load;
using Holdfast.Model;

namespace Holdfast.Benchmarks.Core.Updating;

/// <summary>The limit: a concurrent dictionary, a lock per session, its data in a dictionary that is changed in place.</summary>
internal sealed class LockedUpdate : UpdateContestant
{
    private static readonly long Idle = (long)Timeouts.DefaultIdle.TotalMilliseconds;

    private readonly ConcurrentDictionary<UInt128, LockedEntry> _sessions = new();

    public LockedUpdate(string name, Sequence sequence, Population population)
        : base(name, sequence, population)
    {
        for (var i = 0; i < population.Count; i++)
        {
            _sessions[population.Ids[i]] = new LockedEntry(i);
        }
    }

    public override long Run(int thread, int start, int count)
    {
        var done = 0L;
        var ids = Sequence.Ids[thread];
        var theme = Payload.NewThemeBytes;
        for (var i = 0; i < count; i++)
        {
            if (_sessions.TryGetValue(ids[(start + i) & Sequence.Mask], out var entry) && entry.Update(theme, Idle) > 1)
            {
                done++;
            }
        }

        return done;
    }

    public override long SumOfVisits() => _sessions.Values.Sum(static entry => entry.Visits);
}
