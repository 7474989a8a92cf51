namespace Holdfast.Storage.InProcess;

/// <summary>Ends what is due in a shard and drops what is past its retention. The cost follows what is due.</summary>
internal static class ExpireStep
{
    /// <summary>Handles up to <paramref name="limit"/> nodes and records under one hold of the lock; answers how many.</summary>
    public static int Run(Shard shard, long now, int limit)
    {
        lock (shard.Lock)
        {
            var handled = 0;
            var tick = now / TimeSpan.TicksPerSecond;
            while (handled < limit)
            {
                var index = shard.Wheel.PopDue(tick);
                if (index < 0)
                {
                    break;
                }

                handled++;
                ref var slot = ref shard.Slots[index];
                if (shard.DueReasonLocked(slot, now) is { } reason)
                {
                    shard.EndLocked(index, reason, now);
                }
                else
                {
                    shard.Wheel.Schedule(index, Shard.TickOf(slot.Session.Deadline(slot.LastActivity)));
                }
            }

            return handled + shard.PurgeLocked(now, limit - handled);
        }
    }

    public static void EndAll(Shard[] shards, long now, EndReason reason)
    {
        foreach (var shard in shards)
        {
            lock (shard.Lock)
            {
                for (var index = 0; index < shard.Slots.Capacity; index++)
                {
                    if (shard.Slots.IsUsed(index) && !shard.Slots[index].IsEnded)
                    {
                        shard.EndLocked(index, reason, now);
                    }
                }
            }
        }
    }
}
