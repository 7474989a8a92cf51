using System.Diagnostics;
using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>
/// Revokes a subject. Raising the epoch is the one step that counts: from then on every use of its sessions finds them dead. Ending
/// them in the same call only makes the totals follow at once.
/// </summary>
internal static class RevokeStep
{
    // No epoch has this number.
    private const int AlreadyRevoked = 0;

    public static RevokeOutcome Run(
        Shard[] shards, StoreContext context, in RevokeCommand command, Shard? exceptShard, int exceptHash, out long position)
    {
        int epoch;
        if (exceptShard is null)
        {
            epoch = RaiseLocked(context, command.Subject, exempt: null, out position);
        }
        else
        {
            // The exempt session gets the new number before anybody can compare with it: its shard first, then the subject.
            lock (exceptShard.Lock)
            {
                var index = exceptShard.FindLocked(command.Except, exceptHash, command.ExceptIncarnation);
                if (index == SessionIndex.None
                    || !exceptShard.IsLiveLocked(index, context.Clock.Now)
                    || !exceptShard.Records[index].Session.IsOfSubject(command.Subject))
                {
                    position = index == SessionIndex.None ? 0 : exceptShard.Records[index].Session.Position;
                    return new RevokeOutcome(Status.Invalid, Refusal.NotOfSubject, 0);
                }

                epoch = RaiseLocked(context, command.Subject, (exceptShard, index), out position);
                if (epoch == AlreadyRevoked)
                {
                    // Found dead by a revocation that came in between: its end is committed like any other that a use finds.
                    exceptShard.EndLocked(index, EndReason.Revoked, context.Clock.Now);
                    position = Math.Max(position, exceptShard.Records[index].Session.Position);
                    return new RevokeOutcome(Status.Invalid, Refusal.NotOfSubject, 0);
                }
            }
        }

        var ended = 0;
        foreach (var handle in context.Subjects.CandidatesOf(command.Subject))
        {
            var shard = shards[(int)(handle >> 32)];
            lock (shard.Lock)
            {
                // Only if it is still a session of that subject, and older than the revocation: the slot may have another owner by now.
                var at = shard.PositionOfLocked((int)handle);
                if (at == SessionIndex.None)
                {
                    continue;
                }

                var image = shard.Records[at].Session;
                if (!image.IsEnded && image.IsOfSubject(command.Subject) && image.SubjectEpoch < epoch)
                {
                    shard.EndLocked(at, EndReason.Revoked, context.Clock.Now);
                    position = Math.Max(position, shard.Records[at].Session.Position);
                    ended++;
                }
            }
        }

        return new RevokeOutcome(Status.Ok, Refusal.None, ended);
    }

    private static int RaiseLocked(StoreContext context, string name, (Shard Shard, int Index)? exempt, out long position)
    {
        Debug.Assert(exempt is null || exempt.Value.Shard.Lock.IsHeldByCurrentThread);
        var stripe = context.Subjects.StripeOf(SubjectDirectory.TagOf(name));
        lock (stripe.Lock)
        {
            // The exempt session was alive a moment ago, but a revocation takes only this lock: one that came in between must not be undone (Invariant 3).
            if (exempt is var (exemptShard, exemptIndex)
                && stripe.EpochOfLocked(name) is { } earlier
                && exemptShard.Records[exemptIndex].Session.SubjectEpoch < earlier.Number)
            {
                position = earlier.Position;
                return AlreadyRevoked;
            }

            // Others compare under this same lock, so nobody sees the number without the epoch.
            var epoch = stripe.RaiseLocked(name, context.NextEpoch(), context.Clock.Now);
            position = context.Journal?.Append(new JournalRecord
            {
                Kind = JournalRecordKind.SubjectEpoch,
                Now = epoch.At,
                Subject = name,
                SubjectEpoch = epoch.Number,
            }) ?? 0;
            if (exempt is var (shard, index))
            {
                var image = shard.Records[index].Session;
                image.SubjectEpoch = epoch.Number;
                image.Position = position = Math.Max(position, shard.AppendLocked(new JournalRecord
                {
                    Kind = JournalRecordKind.Exempt,
                    Image = image,
                    Now = epoch.At,
                    LastActivity = image.LastActivity,
                    SubjectEpoch = epoch.Number,
                }));
            }

            epoch.Position = position;
            return epoch.Number;
        }
    }
}
