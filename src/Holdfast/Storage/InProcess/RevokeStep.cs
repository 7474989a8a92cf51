using System.Diagnostics;
using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>
/// Revokes a subject. Raising the epoch is the one step that counts: from then on every use of its sessions finds them dead. Ending
/// them in the same call only makes the totals follow at once.
/// </summary>
internal static class RevokeStep
{
    public static RevokeOutcome Run(
        Shard[] shards, StoreContext context, in RevokeCommand command, Shard? exceptShard, int exceptHash, out long position)
    {
        position = 0;
        var name = command.Subject;
        long[] members;
        if (exceptShard is null)
        {
            members = RaiseLocked(context, name, exempt: null, out position);
        }
        else
        {
            // The exempt session gets the new number before anybody can compare with it: its shard first, then the subject.
            lock (exceptShard.Lock)
            {
                var index = exceptShard.FindLocked(command.Except, exceptHash, command.ExceptIncarnation);
                if (index == SessionIndex.None
                    || !exceptShard.IsLiveLocked(index, context.Clock.Now)
                    || exceptShard.Slots[exceptShard.Records[index].Slot].Subject is not { } subject
                    || !string.Equals(subject.Name, name, StringComparison.Ordinal))
                {
                    position = index == SessionIndex.None ? 0 : exceptShard.Records[index].Session.Position;
                    return new RevokeOutcome(Status.Invalid, Refusal.NotOfSubject, 0);
                }

                members = RaiseLocked(context, name, (exceptShard, index), out position);
            }
        }

        var ended = 0;
        foreach (var handle in members)
        {
            var shard = shards[(int)(handle >> 32)];
            lock (shard.Lock)
            {
                // Only if it is still a session of that subject, and dead: the slot may have another owner by now.
                var index = (int)handle;
                if (shard.Slots.IsUsed(index)
                    && shard.Slots[index].Subject is { } subject
                    && string.Equals(subject.Name, name, StringComparison.Ordinal))
                {
                    var at = shard.Records.PositionOf(index, shard.Slots[index].Hash);
                    if (shard.Records[at].Session.SubjectEpoch < Volatile.Read(ref subject.Epoch))
                    {
                        shard.EndLocked(at, EndReason.Revoked, context.Clock.Now);
                        position = Math.Max(position, shard.Records[at].Session.Position);
                        ended++;
                    }
                }
            }
        }

        return new RevokeOutcome(Status.Ok, Refusal.None, ended);
    }

    private static long[] RaiseLocked(StoreContext context, string name, (Shard Shard, int Index)? exempt, out long position)
    {
        Debug.Assert(exempt is null || exempt.Value.Shard.Lock.IsHeldByCurrentThread);
        lock (context.Subjects.LockOf(name))
        {
            var subject = context.Subjects.GetOrAddLocked(name);
            var epoch = context.NextEpoch();
            subject.EpochAt = Math.Max(subject.EpochAt, context.Clock.Now);
            context.Subjects.RaisedLocked(subject, subject.EpochAt);
            position = context.Journal?.Append(new JournalRecord
            {
                Kind = JournalRecordKind.SubjectEpoch,
                Now = subject.EpochAt,
                Subject = name,
                SubjectEpoch = epoch,
            }) ?? 0;
            if (exempt is var (shard, index))
            {
                var image = shard.Records[index].Session;
                image.SubjectEpoch = epoch;
                image.Position = position = Math.Max(position, shard.AppendLocked(new JournalRecord
                {
                    Kind = JournalRecordKind.Exempt,
                    Image = image,
                    Now = subject.EpochAt,
                    LastActivity = image.LastActivity,
                    SubjectEpoch = epoch,
                }));
            }

            subject.Position = position;
            Volatile.Write(ref subject.Epoch, epoch);
            return subject.Members();
        }
    }
}
