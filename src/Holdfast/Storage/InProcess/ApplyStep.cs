using System.Diagnostics;
using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>Applies a change set to a session in its shard: every check and every effect in one step.</summary>
internal static class ApplyStep
{
    public static StoreResult Run(Shard shard, in ApplyCommand command, int hash, out long position)
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

            if (command.Generation != 0)
            {
                var refusal = Secrets.JudgeGenerationLocked(shard, entry.Slot, command.Generation, command.Base, now);
                if (refusal != Refusal.None)
                {
                    return StoreResult.Of(Status.Ended, refusal);
                }
            }

            var mismatch = CheckState(command, entry.Session, shard.Context.Epoch);
            if (mismatch != Refusal.None)
            {
                return Refusals.Current(Status.Conflict, mismatch, entry.Session);
            }

            return ChangeLocked(shard, at, command, now, out position);
        }
    }

    private static Refusal CheckState(in ApplyCommand command, SessionImage image, ulong epoch)
    {
        if (command.BaseEpoch != 0 && command.BaseEpoch != epoch)
        {
            return Refusal.EpochMismatch;
        }

        if (command.Expected.Version == 0)
        {
            return Refusal.None;
        }

        return command.Expected.Epoch != epoch ? Refusal.EpochMismatch
            : command.Expected.Incarnation != image.Incarnation ? Refusal.IncarnationMismatch
            : command.Expected.Version != image.Version ? Refusal.VersionMismatch
            : Refusal.None;
    }

    private static StoreResult ChangeLocked(Shard shard, int at, in ApplyCommand command, long now, out long position)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        ref var entry = ref shard.Records[at];
        long dependsOn = 0;
        var outcome = ChangeApplier.Apply(new ApplyInput
        {
            Image = entry.Session,
            Operations = command.Operations.Span,
            OperationCount = command.OperationCount,
            Now = now,
            Base = command.Base,
            CountAccess = command.CountAccess,
            Limits = shard.Context.Limits,
        });
        if (outcome.Refusal == Refusal.None)
        {
            outcome.Refusal = CommitLocked(shard, at, command, outcome, now, out dependsOn);
        }

        var image = entry.Session;
        position = Math.Max(image.Position, dependsOn);
        if (image.IsEnded)
        {
            return Refusals.EndedLocked(shard, at);
        }

        if (outcome.Refusal != Refusal.None)
        {
            return Refusals.Result(outcome, image);
        }

        return new StoreResult
        {
            Status = Status.Ok,
            Image = image,
            LastActivity = image.LastActivity,
            // The caller's own secret's generation: only who regenerated holds the new one (Invariant 3).
            Generation = outcome.Regenerated ? shard.Slots[entry.Slot].Generation : command.Generation,
            OverwroteUnseen = outcome.OverwroteUnseen,
        };
    }

    private static Refusal CommitLocked(Shard shard, int at, in ApplyCommand command, in ApplyOutcome outcome, long now, out long dependsOn)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        dependsOn = 0;
        ref var entry = ref shard.Records[at];
        if (outcome.Regenerated && command.Generation != 0 && command.Generation != shard.Slots[entry.Slot].Generation)
        {
            // Within a grace an older holder may still write, but of two regenerations one wins.
            return Refusal.GenerationMismatch;
        }

        var refusal = outcome.SubjectSet ? JoinLocked(shard, at, outcome, now, out dependsOn) : Refusal.None;
        if (refusal != Refusal.None)
        {
            return refusal;
        }

        if (outcome.IsUse && !command.IsPassive)
        {
            shard.UseLocked(at, now);
        }

        if (outcome.Changed)
        {
            PublishLocked(shard, at, command, outcome, now);
        }

        return Refusal.None;
    }

    private static void PublishLocked(Shard shard, int at, in ApplyCommand command, in ApplyOutcome outcome, long now)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        ref var entry = ref shard.Records[at];
        var image = outcome.Image;
        image.LastActivity = entry.Session.LastActivity;
        if (outcome.Regenerated)
        {
            Secrets.ReplaceLocked(shard, entry.Slot, outcome, now);
        }

        if (outcome.SubjectSet)
        {
            // Both deadlines count from the authentication now, and the absolute one may have come nearer.
            image.LastActivity = Math.Max(image.LastActivity, image.AuthenticatedTicks);
            shard.Wheel.Remove(entry.Slot);
            shard.Wheel.Schedule(entry.Slot, Shard.TickOf(image.Deadline(image.LastActivity)));
        }
        else if (image.HasSubject)
        {
            image.SubjectEpoch = entry.Session.SubjectEpoch; // a use may have refreshed it meanwhile
        }

        if (shard.Context.Journal is not null)
        {
            // The position before the image: whoever sees the image waits for at least this record (Invariant 5).
            image.Position = shard.AppendLocked(new JournalRecord
            {
                Kind = JournalRecordKind.Apply,
                Image = image,
                Operations = command.Operations.Span,
                Now = now,
                LastActivity = image.LastActivity,
                Digest = shard.Slots[entry.Slot].Digest,
                Generation = shard.Slots[entry.Slot].Generation,
                CountedAccess = command.CountAccess,
                IsSecretNew = outcome.Regenerated,
                PreviousSecret = outcome.Regenerated ? Secrets.PreviousLocked(shard, entry.Slot) : null,
            });
        }

        shard.Records.Publish(at, image);
    }

    private static Refusal JoinLocked(Shard shard, int at, in ApplyOutcome outcome, long now, out long dependsOn)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        ref var entry = ref shard.Records[at];
        var wasMember = entry.Session.HasSubject;
        var refusal = SubjectStep.JoinLocked(shard, entry.Slot, outcome.Image, now, out dependsOn);
        if (refusal == Refusal.SubjectRevoked && wasMember && shard.DueReasonLocked(entry, now) is { } reason)
        {
            // Revoked between the check of the caller and this: its end is committed like any other that a use finds.
            shard.EndLocked(at, reason, now);
        }

        return refusal;
    }
}
