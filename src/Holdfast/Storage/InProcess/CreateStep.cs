using System.Diagnostics;
using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>Creates a session in its shard.</summary>
internal static class CreateStep
{
    // Records of former lives of one name: enough to tell a late holder how its session ended, few enough to bound a busy name (Invariant 10).
    private const int MaxFormerIncarnations = 8;

    public static StoreResult Run(Shard shard, in CreateCommand command, int hash, out long position)
    {
        lock (shard.Lock)
        {
            var now = shard.Context.Clock.Now; // under the lock, which may have had to be waited for (Invariant 6)
            position = 0;
            if (shard.EndedCount > shard.Context.MaxEndedRecordsPerShard)
            {
                shard.PurgeLocked(now, limit: 2); // the bound holds between sweeps too (Invariant 10)
            }

            var existing = shard.FindLocked(command.Key, hash, incarnation: 0);
            if (existing != SessionIndex.None && shard.IsLiveLocked(existing, now))
            {
                if (command.UseExisting)
                {
                    shard.UseLocked(existing, now);
                }

                var live = shard.Records[existing].Session;
                position = live.Position;
                return Refusals.Current(command.UseExisting ? Status.Ok : Status.AlreadyExists, Refusal.None, live);
            }

            if (existing != SessionIndex.None && !command.Key.IsNamed)
            {
                // An issued key is never used again: its incarnation is part of it, so holders of the old session could not tell (Invariant 3).
                position = shard.Records[existing].Session.Position;
                return Refusals.EndedLocked(shard, existing);
            }

            var outcome = FirstImage(shard.Context, command, now);
            if (outcome.Refusal != Refusal.None)
            {
                return Refusals.Result(outcome, default);
            }

            var refusal = InsertLocked(shard, command, hash, outcome, now, out position);
            if (refusal != Refusal.None)
            {
                return StoreResult.Of(Status.Invalid, refusal);
            }

            if (existing != SessionIndex.None)
            {
                DropFormerLocked(shard, command.Key, hash);
            }

            return new StoreResult
            {
                Status = Status.Ok,
                Image = outcome.Image,
                LastActivity = now,
                Generation = command.Digest.IsNone ? 0u : 1u,
            };
        }
    }

    private static Refusal InsertLocked(
        Shard shard, in CreateCommand command, int hash, in ApplyOutcome outcome, long now, out long position)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        var index = shard.Slots.Take(hash);
        ref var slot = ref shard.Slots[index];
        var image = outcome.Image;
        image.LastActivity = now;
        position = 0;
        if (outcome.SubjectSet)
        {
            var refusal = SubjectStep.JoinLocked(shard, index, image, wasMember: false, now, out position);
            if (refusal != Refusal.None)
            {
                shard.Slots.Free(index);
                return refusal;
            }
        }

        slot.Digest = command.Digest;
        slot.Generation = command.Digest.IsNone ? 0u : 1u;
        image.Position = position = shard.AppendLocked(new JournalRecord
        {
            Kind = JournalRecordKind.Create,
            Image = image,
            Operations = command.Operations.Span,
            Now = now,
            LastActivity = now,
            Digest = slot.Digest,
            Generation = slot.Generation,
            CountedAccess = command.CountAccess,
            IsSecretNew = true,
        });
        shard.Wheel.Schedule(index, Shard.TickOf(image.Deadline(now)));
        shard.Records.Insert(hash, image, index);
        shard.Created++;
        shard.Active++;
        return Refusal.None;
    }

    private static ApplyOutcome FirstImage(StoreContext context, in CreateCommand command, long now)
    {
        var blank = Blank(context, command, now, version: 0);
        ChangeApplier.Apply(
            new ApplyInput
            {
                Image = blank,
                Operations = command.Operations.Span,
                OperationCount = command.OperationCount,
                Now = now,
                Base = ApplyInput.NoBase,
                CountAccess = command.CountAccess,
                Limits = context.Limits,
            },
            out var outcome);
        if (outcome.Refusal == Refusal.None && !outcome.Changed)
        {
            // Being created is the first change, whether or not anything came with it.
            outcome.Image = Blank(context, command, now, version: 1);
        }

        return outcome;
    }

    private static SessionImage Blank(StoreContext context, in CreateCommand command, long now, byte version) => ImageFactory.Blank(
        command.Key,
        command.Incarnation,
        command.Type,
        command.IdleMilliseconds,
        command.AbsoluteMilliseconds,
        now,
        version,
        isJournaled: context.Journal is not null);

    private static void DropFormerLocked(Shard shard, in SessionKey key, int hash)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        if (shard.Records.CountOf(key, hash, out var oldest) > MaxFormerIncarnations + 1
            && shard.IsSynced(shard.Records[oldest].Session.Position))
        {
            shard.DropEndedLocked(oldest);
        }
    }
}
