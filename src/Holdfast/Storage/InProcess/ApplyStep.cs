using System.Diagnostics;
using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>Applies a change set to a session in its shard: every check and every effect in one step.</summary>
internal static class ApplyStep
{
    /// <returns>The journal position that the answer depends on.</returns>
    public static long Run(Shard shard, in ApplyCommand command, int hash, out StoreResult result)
    {
        lock (shard.Lock)
        {
            var now = shard.Context.Clock.Now; // under the lock, which may have had to be waited for (Invariant 6)
            var at = shard.FindLocked(command.Key, hash, command.Incarnation);
            if (at == SessionIndex.None)
            {
                result = StoreResult.Of(Status.NotFound);
                return 0;
            }

            if (!shard.IsLiveLocked(at, now))
            {
                result = Refusals.EndedLocked(shard, at);
                return shard.Records[at].Session.Position;
            }

            var refusal = CheckLocked(shard, at, command, now);
            if (refusal == Refusal.None)
            {
                return ChangeLocked(shard, at, command, now, out result);
            }

            var image = shard.Records[at].Session;
            result = refusal is Refusal.SecretSuperseded or Refusal.ReadOnlyGrace
                ? StoreResult.Of(Status.Ended, refusal)
                : Refusals.Current(Status.Conflict, refusal, image);
            return image.Position;
        }
    }

    private static Refusal CheckLocked(Shard shard, int at, in ApplyCommand command, long now)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        ref var entry = ref shard.Records[at];
        var refusal = command.Generation == 0
            ? Refusal.None
            : Secrets.JudgeGenerationLocked(shard, entry.Slot, command.Generation, command.Base, now);
        if (refusal != Refusal.None)
        {
            return refusal;
        }

        return command.BaseEpoch == 0 && command.Expected.Version == 0
            ? Refusal.None
            : CheckState(command, entry.Session, shard.Context.Epoch);
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

    private static long ChangeLocked(Shard shard, int at, in ApplyCommand command, long now, out StoreResult result)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        ref var entry = ref shard.Records[at];
        long dependsOn = 0;
        ChangeApplier.Apply(
            new ApplyInput
            {
                Image = entry.Session,
                Operations = command.Operations.Span,
                OperationCount = command.OperationCount,
                Now = now,
                Base = command.Base,
                CountAccess = command.CountAccess,
                Limits = shard.Context.Limits,
            },
            out var outcome);
        if (outcome.Refusal == Refusal.None)
        {
            outcome.Refusal = CommitLocked(shard, at, command, outcome, now, out dependsOn);
        }

        var image = entry.Session;
        if (image.IsEnded)
        {
            result = Refusals.EndedLocked(shard, at);
        }
        else if (outcome.Refusal != Refusal.None)
        {
            result = Refusals.Result(outcome, image);
        }
        else
        {
            result = default;
            result.Status = Status.Ok;
            result.Image = image;
            result.LastActivity = image.LastActivity;

            // The caller's own secret's generation: only who regenerated holds the new one (Invariant 3).
            result.Generation = outcome.Regenerated ? shard.Slots[entry.Slot].Generation : command.Generation;
            result.OverwroteUnseen = outcome.OverwroteUnseen;
        }

        return Math.Max(image.Position, dependsOn);
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
            image.LastActivity = Math.Max(image.LastActivity, image.Times.Authenticated);
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
        var refusal = SubjectStep.JoinLocked(shard, entry.Slot, outcome.Image, wasMember, now, out dependsOn);
        if (refusal == Refusal.SubjectRevoked && wasMember && shard.DueReasonLocked(entry, now) is { } reason)
        {
            // Revoked between the check of the caller and this: its end is committed like any other that a use finds.
            shard.EndLocked(at, reason, now);
        }

        return refusal;
    }
}
