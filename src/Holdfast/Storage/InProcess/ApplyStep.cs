using System.Diagnostics;
using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>Applies a change set to a session in its shard: every check and every effect in one step.</summary>
internal static class ApplyStep
{
    public static StoreResult Run(Shard shard, in ApplyCommand command, int hash, long now, out long position)
    {
        lock (shard.Lock)
        {
            position = 0;
            var index = shard.FindLocked(command.Key, hash, command.Incarnation);
            if (index == SlotTable.None)
            {
                return StoreResult.Of(Status.NotFound);
            }

            var isLive = shard.IsLiveLocked(index, now);
            ref var slot = ref shard.Slots[index];
            position = slot.Position;
            if (!isLive)
            {
                return Refusals.Ended(slot);
            }

            var refusal = Secrets.JudgeGenerationLocked(shard, index, command.Generation, command.Base, now);
            if (refusal != Refusal.None)
            {
                return StoreResult.Of(Status.Ended, refusal);
            }

            if (command.ExpectedVersion != 0 && command.ExpectedVersion != slot.Session.Version)
            {
                return Refusals.Current(Status.Conflict, Refusal.VersionMismatch, slot);
            }

            return ChangeLocked(shard, index, command, now, out position);
        }
    }

    private static StoreResult ChangeLocked(Shard shard, int index, in ApplyCommand command, long now, out long position)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        ref var slot = ref shard.Slots[index];
        var outcome = ChangeApplier.Apply(new ApplyInput
        {
            Image = slot.Session,
            Operations = command.Operations.Span,
            OperationCount = command.OperationCount,
            Now = now,
            Base = command.Base,
            CountAccess = command.CountAccess,
            Limits = shard.Context.Limits,
        });
        if (outcome.Refusal == Refusal.None)
        {
            outcome.Refusal = CommitLocked(shard, index, command, outcome, now);
        }

        position = slot.Position;
        if (slot.IsEnded)
        {
            return Refusals.Ended(slot);
        }

        if (outcome.Refusal != Refusal.None)
        {
            return Refusals.Result(outcome, slot.Session, slot.LastActivity);
        }

        return new StoreResult
        {
            Status = Status.Ok,
            Image = slot.Session,
            LastActivity = slot.LastActivity,
            Generation = slot.Generation,
            OverwroteUnseen = outcome.OverwroteUnseen,
        };
    }

    private static Refusal CommitLocked(Shard shard, int index, in ApplyCommand command, in ApplyOutcome outcome, long now)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        ref var slot = ref shard.Slots[index];
        if (outcome.Regenerated && command.Generation != 0 && command.Generation != slot.Generation)
        {
            // Within a grace an older holder may still write, but of two regenerations one wins.
            return Refusal.GenerationMismatch;
        }

        var refusal = outcome.SubjectSet ? JoinLocked(shard, index, outcome, now) : Refusal.None;
        if (refusal != Refusal.None)
        {
            return refusal;
        }

        if (outcome.IsUse && !command.IsPassive)
        {
            shard.UseLocked(ref slot, now);
        }

        if (!outcome.Changed)
        {
            return Refusal.None;
        }

        if (outcome.Regenerated)
        {
            Secrets.ReplaceLocked(shard, index, outcome, now);
        }

        if (outcome.SubjectSet)
        {
            // Both deadlines count from the authentication now, and the absolute one may have come nearer.
            slot.LastActivity = Math.Max(slot.LastActivity, outcome.Image.AuthenticatedTicks);
            shard.Wheel.Remove(index);
            shard.Wheel.Schedule(index, Shard.TickOf(outcome.Image.Deadline(slot.LastActivity)));
        }

        // The position before the image: whoever sees the image waits for at least this record (Invariant 5).
        slot.Position = shard.AppendLocked(new JournalRecord
        {
            Kind = JournalRecordKind.Apply,
            Image = outcome.Image,
            Operations = command.Operations.Span,
            Now = now,
            LastActivity = slot.LastActivity,
            Digest = slot.Digest,
            Generation = slot.Generation,
            CountedAccess = command.CountAccess,
        });
        Volatile.Write(ref slot.Image, outcome.Image.Bytes);
        return Refusal.None;
    }

    private static Refusal JoinLocked(Shard shard, int index, in ApplyOutcome outcome, long now)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        var wasMember = shard.Slots[index].Subject is not null;
        var refusal = SubjectStep.JoinLocked(shard, index, outcome.Image, now, out _);
        if (refusal == Refusal.SubjectRevoked && wasMember && shard.DueReasonLocked(shard.Slots[index], now) is { } reason)
        {
            // Revoked between the check of the caller and this: its end is committed like any other that a use finds.
            shard.EndLocked(index, reason, now);
        }

        return refusal;
    }
}
