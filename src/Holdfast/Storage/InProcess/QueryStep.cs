using System.Diagnostics;
using System.Globalization;
namespace Holdfast.Storage.InProcess;

/// <summary>Lists sessions in the order of their places, which they keep while they live: so paging neither skips nor repeats one.</summary>
internal static class QueryStep
{
    // Places looked at while a shard's lock is held: few enough not to be felt by the foreground, whatever the listing leaves out.
    private const int Slice = 256;

    public static CandidatePage Run(
        Shard[] shards, StoreContext context, string? subject, bool ended, long cursor, int limit)
    {
        // Ended sessions have left their subject: those are found by walking.
        return subject is null || ended
            ? Walk(shards, ended, cursor, limit)
            : OfSubject(shards, context, subject, cursor, limit);
    }

    private static CandidatePage Walk(Shard[] shards, bool ended, long cursor, int limit)
    {
        var items = new List<Candidate>();
        var first = (int)(cursor >> 32);
        if (first < 0 || (int)cursor < 0)
        {
            // No place has such a number: the cursor is somebody's invention (Invariant 4).
            return new CandidatePage(items, null, Available: true);
        }

        for (var s = first; s < shards.Length; s++)
        {
            for (var index = s == first ? (int)cursor : 0; index < shards[s].Slots.Capacity; index += Slice)
            {
                var next = WalkSlice(shards[s], index, ended, limit, items);
                if (next >= 0)
                {
                    return new CandidatePage(items, Text(shards[s].HandleOf(next)), Available: true);
                }
            }
        }

        return new CandidatePage(items, null, Available: true);
    }

    // Where to go on when the page is full, or -1. Places stay what they are between slices, so none is skipped or seen twice.
    private static int WalkSlice(Shard shard, int from, bool ended, int limit, List<Candidate> items)
    {
        lock (shard.Lock)
        {
            var now = shard.Context.Clock.Now;
            var end = Math.Min(from + Slice, shard.Slots.Capacity);
            for (var index = from; index < end; index++)
            {
                if (items.Count >= limit)
                {
                    return index;
                }

                AddLocked(shard, index, ended, now, items);
            }
        }

        return -1;
    }

    private static CandidatePage OfSubject(
        Shard[] shards, StoreContext context, string name, long cursor, int limit)
    {
        var members = context.Subjects.CandidatesOf(name);
        Array.Sort(members);
        var items = new List<Candidate>();
        foreach (var handle in members)
        {
            if (handle < cursor)
            {
                continue;
            }

            if (items.Count >= limit)
            {
                return new CandidatePage(items, Text(handle), Available: true);
            }

            var shard = shards[(int)(handle >> 32)];
            lock (shard.Lock)
            {
                var at = shard.PositionOfLocked((int)handle);
                if (at != SessionIndex.None && shard.Records[at].Session.IsOfSubject(name))
                {
                    AddLocked(shard, (int)handle, ended: false, context.Clock.Now, items);
                }
            }
        }

        return new CandidatePage(items, null, Available: true);
    }

    private static void AddLocked(Shard shard, int index, bool ended, long now, List<Candidate> items)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        if (!shard.Slots.IsUsed(index))
        {
            return;
        }

        ref var entry = ref shard.Records[shard.Records.PositionOf(index, shard.Slots[index].Hash)];
        var image = entry.Session;
        if (image.IsEnded != ended || (!ended && shard.DueReasonLocked(entry, now) is not null))
        {
            return;
        }

        items.Add(new Candidate(
            image, image.LastActivity, Text(shard.HandleOf(index)), ended ? shard.Slots[index].EndReason : null));
    }

    private static string Text(long handle) => handle.ToString("x", CultureInfo.InvariantCulture);
}
