using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>Reads a session under its shard's lock, as an inspection or as a use; also a touch, which is a use that reads nothing.</summary>
internal static class LoadStep
{
    public static StoreResult Run(Shard shard, in LoadCommand command, int hash, long now, out long position)
    {
        lock (shard.Lock)
        {
            position = 0;
            var index = shard.FindLocked(command.Key, hash, command.Incarnation);
            if (index == SlotTable.None)
            {
                return StoreResult.Of(Status.NotFound);
            }

            var verdict = command.CheckSecret ? Secrets.JudgeLocked(shard, index, command.Digest, now) : SecretVerdict.Current;
            if (verdict == SecretVerdict.Wrong)
            {
                // Also for an ended key: whoever does not have the secret learns nothing (Invariant 4).
                return StoreResult.Of(Status.NotFound, Refusal.SecretWrong);
            }

            if (!shard.IsLiveLocked(index, now))
            {
                position = shard.Slots[index].Position;
                return Refusals.Ended(shard.Slots[index]);
            }

            ref var slot = ref shard.Slots[index];
            position = slot.Position;
            if (verdict == SecretVerdict.Superseded)
            {
                return StoreResult.Of(Status.Ended, Refusal.SecretSuperseded);
            }

            var isReadOnly = verdict == SecretVerdict.Readable;
            if (command.IsUse && !isReadOnly)
            {
                shard.UseLocked(ref slot, now);
            }

            var isKnown = command.KnownVersion != 0 && command.KnownVersion == slot.Session.Version;
            return new StoreResult
            {
                Status = Status.Ok,
                Image = isKnown ? default : slot.Session,
                NotModified = isKnown,
                LastActivity = slot.LastActivity,
                Generation = isReadOnly ? slot.Generation - 1 : slot.Generation,
                IsReadOnly = isReadOnly,
            };
        }
    }

    public static StoreResult Run(Shard shard, in TouchCommand command, int hash, long now, out long position)
    {
        lock (shard.Lock)
        {
            position = 0;
            var index = shard.FindLocked(command.Key, hash, command.Incarnation);
            if (index == SlotTable.None)
            {
                return StoreResult.Of(Status.NotFound);
            }

            var verdict = command.CheckSecret ? Secrets.JudgeLocked(shard, index, command.Digest, now) : SecretVerdict.Current;
            if (verdict == SecretVerdict.Wrong)
            {
                return StoreResult.Of(Status.NotFound, Refusal.SecretWrong);
            }

            if (!shard.IsLiveLocked(index, now))
            {
                position = shard.Slots[index].Position;
                return Refusals.Ended(shard.Slots[index]);
            }

            ref var slot = ref shard.Slots[index];
            position = slot.Position;
            if (verdict != SecretVerdict.Current || (command.Generation != 0 && command.Generation != slot.Generation))
            {
                return StoreResult.Of(Status.Ended, Refusal.SecretSuperseded);
            }

            shard.UseLocked(ref slot, now);
            position = 0; // a touch waits for no sync
            return new StoreResult
            {
                Status = Status.Ok,
                Image = slot.Session,
                LastActivity = slot.LastActivity,
                Generation = slot.Generation,
            };
        }
    }
}
