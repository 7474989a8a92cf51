using System.Diagnostics;
using System.Text;
using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>Gives a session its subject, or refuses because that subject was revoked after the authentication.</summary>
internal static class SubjectStep
{
    /// <summary>Caller holds the shard's lock; the subject's is taken inside. The image is the next one, not yet published.</summary>
    public static Refusal JoinLocked(Shard shard, int slotIndex, SessionImage image, bool wasMember, long now, out long position)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        position = 0;
        if (now >= image.AbsoluteDeadline)
        {
            return Refusal.AuthenticationTooOld;
        }

        var name = image.Texts.Subject;
        var tag = SubjectDirectory.TagOf(name);
        var stripe = shard.Context.Subjects.StripeOf(tag);
        lock (stripe.Lock)
        {
            // A session that the subject's revocation already killed must not come back by setting the same subject again.
            if (stripe.HasEpochs
                && stripe.EpochOfLocked(Encoding.UTF8.GetString(name)) is { } epoch
                && ((wasMember && image.SubjectEpoch < epoch.Number) || image.Times.Authenticated < epoch.At))
            {
                position = epoch.Position;
                return Refusal.SubjectRevoked;
            }

            image.SubjectEpoch = shard.Context.LatestEpoch;
            if (!wasMember)
            {
                stripe.Members.Add(tag, shard.HandleOf(slotIndex));
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
        var image = shard.Records[position].Session;
        var name = image.Texts.Subject;
        var stripe = shard.Context.Subjects.StripeOf(SubjectDirectory.TagOf(name));
        lock (stripe.Lock)
        {
            if (!stripe.HasEpochs || stripe.EpochOfLocked(Encoding.UTF8.GetString(name)) is not { } epoch || image.SubjectEpoch >= epoch.Number)
            {
                image.SubjectEpoch = shard.Context.LatestEpoch;
            }
        }
    }
}
