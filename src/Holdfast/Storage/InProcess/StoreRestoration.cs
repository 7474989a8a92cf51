using System.Diagnostics;

namespace Holdfast.Storage.InProcess;

/// <summary>
/// Puts what an earlier run left back into a new store, before anybody else has it: subjects first, then sessions, then the totals. Safe for
/// several threads that restore different sessions; records of one name in the order of their lives.
/// </summary>
internal sealed class StoreRestoration(InProcessStore store)
{
    private readonly StoreContext _context = store.Context;
    private int _latestEpoch;

    public void AddSubject(string name, int epoch, long raisedAt)
    {
        Raise(ref _latestEpoch, epoch);
        var stripe = _context.Subjects.StripeOf(SubjectDirectory.TagOf(name));
        lock (stripe.Lock)
        {
            stripe.RaiseLocked(name, epoch, raisedAt);
        }
    }

    public void Add(in RestoredSession session)
    {
        var image = session.Image;
        var hash = image.Key.GetHashCode();
        var shard = store.ShardOf(hash);
        lock (shard.Lock)
        {
            var index = shard.Slots.Take(hash);
            ref var slot = ref shard.Slots[index];
            slot.Digest = session.Digest;
            slot.Generation = session.Generation;
            if (session.Previous is { } previous)
            {
                (shard.PreviousSecrets ??= [])[index] = previous;
            }

            if (image.IsEnded)
            {
                slot.EndReasonNumber = (byte)session.EndReason;
                shard.EndedCount++;
                shard.EndedRecords.Enqueue(new EndedRecord(index, slot.Owner, session.EndedAt));
            }
            else
            {
                AddLiveLocked(shard, index, image);
            }

            shard.Records.Insert(hash, image, index);
        }
    }

    /// <summary>
    /// The totals of the earlier runs. Sessions that were alive by them and are not here could not be read: they count as ended, failed
    /// (Invariant 7). Answers how many that are.
    /// </summary>
    public long Finish(long created, ReadOnlySpan<long> endedByReason)
    {
        _context.SkipEpochs(_latestEpoch);
        long active = 0;
        foreach (var shard in store.Shards)
        {
            active += shard.Active;
        }

        long ended = 0;
        foreach (var count in endedByReason)
        {
            ended += count;
        }

        var missing = Math.Max(0, created - ended - active);
        var first = store.Shards[0];
        lock (first.Lock)
        {
            first.Created += ended + missing;
            for (var reason = 0; reason < endedByReason.Length && reason < first.EndedByReason.Length; reason++)
            {
                first.EndedByReason[reason] += endedByReason[reason];
            }

            first.EndedByReason[(int)EndReason.Failed] += missing;
        }

        return missing;
    }

    private void AddLiveLocked(Shard shard, int index, Operations.SessionImage image)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);

        // Uses of the last touch interval may not have reached the disk: it is added, so that no used session ends early (Invariant 6).
        image.LastActivity = Math.Max(
            image.LastActivity, Math.Min(_context.Clock.Now, image.LastActivity + Shard.TouchInterval(image)));
        if (image.HasSubject)
        {
            // Reads trust a number that is the latest, so no number that was ever given may be given again.
            Raise(ref _latestEpoch, image.SubjectEpoch);
            var tag = SubjectDirectory.TagOf(image.Texts.Subject);
            var stripe = _context.Subjects.StripeOf(tag);
            lock (stripe.Lock)
            {
                stripe.Members.Add(tag, shard.HandleOf(index));
            }
        }

        shard.Wheel.Schedule(index, Shard.TickOf(image.Deadline(image.LastActivity)));
        shard.Created++;
        shard.Active++;
    }

    private static void Raise(ref int latest, int epoch)
    {
        var known = Volatile.Read(ref latest);
        while (known < epoch)
        {
            var seen = Interlocked.CompareExchange(ref latest, epoch, known);
            if (seen == known)
            {
                return;
            }

            known = seen;
        }
    }
}
