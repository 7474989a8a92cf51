namespace Holdfast.Storage.InProcess;

/// <summary>Ends what is due in a shard and drops what is past its retention. The cost follows what is due.</summary>
internal static class ExpireStep
{
    /// <summary>Handles up to <paramref name="limit"/> nodes and records under one hold of the lock; answers how many.</summary>
    public static int Run(Shard shard, int limit)
    {
        lock (shard.Lock)
        {
            var handled = 0;
            var now = shard.Context.Clock.Now;
            var tick = now / TimeSpan.TicksPerSecond;
            while (handled < limit)
            {
                var index = shard.Wheel.PopDue(tick);
                if (index < 0)
                {
                    break;
                }

                handled++;
                var at = shard.Records.PositionOf(index, shard.Slots[index].Hash);
                ref var entry = ref shard.Records[at];
                if (shard.DueReasonLocked(entry, now) is { } reason)
                {
                    shard.EndLocked(at, reason, now);
                }
                else
                {
                    shard.Wheel.Schedule(index, Shard.TickOf(entry.Session.Deadline(entry.Session.LastActivity)));
                }
            }

            return handled + shard.PurgeLocked(now, limit - handled);
        }
    }

    public static void EndAll(Shard[] shards, EndReason reason)
    {
        foreach (var shard in shards)
        {
            lock (shard.Lock)
            {
                var now = shard.Context.Clock.Now;
                for (var index = 0; index < shard.Slots.Capacity; index++)
                {
                    if (shard.Slots.IsUsed(index))
                    {
                        var at = shard.Records.PositionOf(index, shard.Slots[index].Hash);
                        if (!shard.Records[at].Session.IsEnded)
                        {
                            shard.EndLocked(at, reason, now);
                        }
                    }
                }
            }
        }
    }
}
