namespace Holdfast.Storage.InProcess;

/// <summary>Ends a session because somebody asks for it.</summary>
internal static class EndStep
{
    public static StoreResult Run(Shard shard, in EndCommand command, int hash, out long position)
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

            var isLive = shard.IsLiveLocked(at, now);
            ref var entry = ref shard.Records[at];
            position = entry.Session.Position;
            if (!isLive)
            {
                return Refusals.EndedLocked(shard, at);
            }

            var refusal = Secrets.JudgeGenerationLocked(shard, entry.Slot, command.Generation, command.Base, now);
            if (refusal != Operations.Refusal.None)
            {
                return StoreResult.Of(Status.Ended, refusal);
            }

            shard.EndLocked(at, command.Reason, now);
            position = entry.Session.Position;
            return new StoreResult
            {
                Status = Status.Ok,
                EndReason = command.Reason,
                Image = entry.Session,
                LastActivity = entry.Session.LastActivity,
            };
        }
    }
}
