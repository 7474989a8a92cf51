namespace Holdfast.Storage.InProcess;

/// <summary>Ends a session because somebody asks for it.</summary>
internal static class EndStep
{
    public static StoreResult Run(Shard shard, in EndCommand command, int hash, long now, out long position)
    {
        lock (shard.Lock)
        {
            position = 0;
            var index = shard.FindLocked(command.Key, hash, command.Incarnation);
            if (index == SlotTable.None)
            {
                return StoreResult.Of(Status.NotFound);
            }

            if (!shard.IsLiveLocked(index, now))
            {
                position = shard.Slots[index].Position;
                return Refusals.Ended(shard.Slots[index]);
            }

            ref var slot = ref shard.Slots[index];
            if (command.Generation != 0 && command.Generation != slot.Generation)
            {
                position = slot.Position;
                return StoreResult.Of(Status.Ended, Operations.Refusal.SecretSuperseded);
            }

            shard.EndLocked(index, command.Reason, now);
            position = slot.Position;
            return new StoreResult
            {
                Status = Status.Ok,
                EndReason = command.Reason,
                Image = slot.Session,
                LastActivity = slot.LastActivity,
            };
        }
    }
}
