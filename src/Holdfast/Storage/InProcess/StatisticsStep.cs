using Holdfast.Time;

namespace Holdfast.Storage.InProcess;

/// <summary>Totals of one instant: all shards are held together while they are added up, so no change is seen by half (Invariant 7).</summary>
internal static class StatisticsStep
{
    public static SessionStatistics Run(Shard[] shards, out long position)
    {
        var held = 0;
        try
        {
            for (; held < shards.Length; held++)
            {
                shards[held].Lock.Enter();
            }

            long created = 0;
            long active = 0;
            long actual = 0;
            var byReason = new long[(int)EndReason.Shutdown + 1];
            foreach (var shard in shards)
            {
                created += shard.Created;
                active += shard.Active;
                actual += shard.Records.Count - shard.EndedCount;
                for (var i = 0; i < byReason.Length; i++)
                {
                    byReason[i] += shard.EndedByReason[i];
                }
            }

            position = shards[0].Context.Journal?.AppendedPosition ?? 0;
            return new SessionStatistics
            {
                Created = created,
                Active = active,
                ActiveActual = actual,
                Ended = byReason
                    .Select(static (count, reason) => (Reason: (EndReason)reason, Count: count))
                    .Where(static entry => entry.Count > 0)
                    .ToDictionary(static entry => entry.Reason, static entry => entry.Count),
                AsOf = SessionClock.ToInstant(shards[0].Context.Clock.Now),
            };
        }
        finally
        {
            while (held > 0)
            {
                shards[--held].Lock.Exit();
            }
        }
    }
}
