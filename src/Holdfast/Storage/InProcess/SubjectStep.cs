using System.Diagnostics;
using System.Text;
using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>Gives a session its subject, or refuses because that subject was revoked after the authentication.</summary>
internal static class SubjectStep
{
    /// <summary>Caller holds the shard's lock; the subject's is taken inside. The image is the next one, not yet published.</summary>
    public static Refusal JoinLocked(Shard shard, int slotIndex, SessionImage image, long now, out long position)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        ref var slot = ref shard.Slots[slotIndex];
        position = 0;
        if (now >= image.AbsoluteDeadline)
        {
            return Refusal.AuthenticationTooOld;
        }

        var subjects = shard.Context.Subjects;
        var name = slot.Subject?.Name ?? Encoding.UTF8.GetString(image.Texts.Subject);
        lock (subjects.LockOf(name))
        {
            var subject = slot.Subject ?? subjects.GetOrAddLocked(name);
            var wasMember = slot.Subject is not null;

            // A session that the subject's revocation already killed must not come back by setting the same subject again.
            var wasRevoked = wasMember && image.SubjectEpoch < subject.Epoch;
            if (wasRevoked || (subject.Epoch > 0 && image.AuthenticatedTicks < subject.EpochAt))
            {
                position = subject.Position;
                subjects.DropIfEmptyLocked(subject);
                return Refusal.SubjectRevoked;
            }

            image.SubjectEpoch = shard.Context.LatestEpoch;
            slot.Subject = subject;
            if (!wasMember)
            {
                subject.Add(shard.HandleOf(slotIndex));
            }

            return Refusal.None;
        }
    }

    /// <summary>
    /// Gives a live session the latest epoch number, so that reads need not look at its subject again until somebody is revoked. Under the
    /// subject's lock no revocation of it is half done, and a later one takes a higher number.
    /// </summary>
    public static void RefreshLocked(Shard shard, int position)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        ref var entry = ref shard.Records[position];
        var image = entry.Session;
        var subject = shard.Slots[entry.Slot].Subject!;
        lock (shard.Context.Subjects.LockOf(subject.Name))
        {
            if (image.SubjectEpoch >= subject.Epoch)
            {
                image.SubjectEpoch = shard.Context.LatestEpoch;
            }
        }
    }
}
