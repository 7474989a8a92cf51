using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>Reads a session under its shard's lock, as an inspection or as a use; also a touch, which is a use that reads nothing.</summary>
internal static class LoadStep
{
    public static StoreResult Run(Shard shard, in LoadCommand command, int hash, out long position)
    {
        lock (shard.Lock)
        {
            var now = shard.Context.Clock.Now; // under the lock, which may have had to be waited for (Invariant 6)
            position = 0;
            var at = shard.FindLocked(command.Key, hash, command.Incarnation);
            if (at == SessionIndex.None)
            {
                return StoreResult.Of(Status.NotFound);
            }

            position = shard.Records[at].Session.Position; // also a wrong secret may be wrong only since a change not yet synced
            var verdict = command.CheckSecret ? Secrets.JudgeLocked(shard, shard.Records[at].Slot, command.Digest, now) : SecretVerdict.Current;
            if (verdict == SecretVerdict.Wrong)
            {
                // Also for an ended key: whoever does not have the secret learns nothing (Invariant 4).
                return StoreResult.Of(Status.NotFound, Refusal.SecretWrong);
            }

            var isLive = shard.IsLiveLocked(at, now);
            ref var entry = ref shard.Records[at];
            position = entry.Session.Position;
            if (!isLive)
            {
                return Refusals.EndedLocked(shard, at);
            }

            ref var slot = ref shard.Slots[entry.Slot];
            if (verdict == SecretVerdict.Superseded)
            {
                return StoreResult.Of(Status.Ended, Refusal.SecretSuperseded);
            }

            var isReadOnly = verdict == SecretVerdict.Readable;
            if (command.IsUse && !isReadOnly)
            {
                shard.UseLocked(at, now);
            }

            var isKnown = command.Known.Version != 0
                && command.Known == new SessionToken(shard.Context.Epoch, entry.Session.Incarnation, entry.Session.Version);
            return new StoreResult
            {
                Status = Status.Ok,
                Image = isKnown ? default : entry.Session,
                NotModified = isKnown,
                LastActivity = entry.Session.LastActivity,
                Generation = isReadOnly ? slot.Generation - 1 : slot.Generation,
                IsReadOnly = isReadOnly,
            };
        }
    }

    public static StoreResult Run(Shard shard, in TouchCommand command, int hash, out long position)
    {
        lock (shard.Lock)
        {
            var now = shard.Context.Clock.Now; // under the lock, which may have had to be waited for (Invariant 6)
            position = 0;
            var at = shard.FindLocked(command.Key, hash, command.Incarnation);
            if (at == SessionIndex.None)
            {
                return StoreResult.Of(Status.NotFound);
            }

            position = shard.Records[at].Session.Position; // also a wrong secret may be wrong only since a change not yet synced
            var verdict = command.CheckSecret ? Secrets.JudgeLocked(shard, shard.Records[at].Slot, command.Digest, now) : SecretVerdict.Current;
            if (verdict == SecretVerdict.Wrong)
            {
                return StoreResult.Of(Status.NotFound, Refusal.SecretWrong);
            }

            var isLive = shard.IsLiveLocked(at, now);
            ref var entry = ref shard.Records[at];
            position = entry.Session.Position;
            if (!isLive)
            {
                return Refusals.EndedLocked(shard, at);
            }

            ref var slot = ref shard.Slots[entry.Slot];
            if (verdict != SecretVerdict.Current || (command.Generation != 0 && command.Generation != slot.Generation))
            {
                return StoreResult.Of(Status.Ended, Refusal.SecretSuperseded);
            }

            shard.UseLocked(at, now);
            position = 0; // a touch waits for no sync
            return new StoreResult
            {
                Status = Status.Ok,
                LastActivity = entry.Session.LastActivity,
                Generation = slot.Generation,
            };
        }
    }
}
