using System.Text;
using Holdfast.Storage.InProcess;

namespace Holdfast.Verification;

/// <summary>
/// Walks the whole in-process store and compares everything that is kept twice: index and slots, wheel, subject directory, queue of
/// ended records, counters. Invariant 7 says that these agree at every instant.
/// </summary>
internal static class StoreIntegrity
{
    /// <summary>Throws with every contradiction found. Nobody may be changing the store meanwhile.</summary>
    public static void Check(InProcessStore store)
    {
        var faults = Find(store);
        Assert.True(faults.Count == 0, $"The store contradicts itself:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");
    }

    public static IReadOnlyList<string> Find(InProcessStore store)
    {
        var faults = new List<string>();
        var members = 0;
        foreach (var shard in store.Shards)
        {
            lock (shard.Lock)
            {
                members += new ShardWalk(shard, faults).Run();
            }
        }

        if (members != store.Context.Subjects.CountMembers())
            faults.Add($"subjects: {store.Context.Subjects.CountMembers()} members, but {members} live sessions have a subject");
        return faults;
    }

    /// <summary>One shard.</summary>
    private sealed class ShardWalk(Shard shard, List<string> faults)
    {
        private readonly HashSet<int> _live = [];
        private readonly HashSet<int> _ended = [];

        /// <summary>Answers how many live sessions have a subject.</summary>
        public int Run()
        {
            Slots();
            Wheel();
            EndedQueue();
            Counters();
            return Subjects();
        }

        // Each used slot has exactly one record, found from its hash, and each record belongs to a used slot.
        private void Slots()
        {
            var positions = new HashSet<int>();
            for (var slot = 0; slot < shard.Slots.Capacity; slot++)
            {
                if (!shard.Slots.IsUsed(slot)) continue;
                var at = shard.Records.PositionOf(slot, shard.Slots[slot].Hash);
                if (at == SessionIndex.None)
                {
                    faults.Add($"{At(slot)}: it has no record");
                    continue;
                }

                Hold(positions.Add(at), slot, "its record is another slot's too");
                Record(slot, shard.Records[at]);
            }

            if (positions.Count != shard.Records.Count) faults.Add($"shard {shard.Index}: {shard.Records.Count} records, {positions.Count} of them belong to slots");
        }

        private void Record(int index, in IndexEntry entry)
        {
            ref var slot = ref shard.Slots[index];
            var image = entry.Session;
            (image.IsEnded ? _ended : _live).Add(index);
            Hold(slot.Hash == image.Key.GetHashCode() && entry.Hash == slot.Hash, index, "the hash is not that of the key");
            Hold(!image.IsEnded || image.KeyCount == 0, index, "an ended session still has data");
            Hold(image.IsEnded == (slot.EndReason != default), index, "a reason without an end, or an end without a reason");

            // The newest record of a key is the one that a search finds.
            var found = shard.Records.Find(image.Key, slot.Hash, image.Incarnation);
            Hold(found != SessionIndex.None && shard.Records[found].Slot == index, index, "a search for its key and incarnation does not find it");
            var newest = shard.Records.Find(image.Key, slot.Hash, 0);
            Hold(image.IsEnded || shard.Records[newest].Slot == index, index, "a search for its key finds another, though it is alive");
        }

        // Each live session is in the wheel exactly once, by links that agree in both directions; nothing else is.
        private void Wheel()
        {
            foreach (var index in _live.Concat(_ended))
            {
                var links = shard.Slots[index].Links;
                Hold(links.Previous != 0 == _live.Contains(index), index, "the wheel has an ended session, or lacks a live one");
                if (links.Next > 0) Hold(shard.Slots[links.Next - 1].Links.Previous == index + 1, index, "its successor in the wheel does not know it");
                if (links.Previous > 0) Hold(shard.Slots[links.Previous - 1].Links.Next == index + 1, index, "its predecessor in the wheel does not know it");
            }

            if (shard.Wheel.Count != _live.Count) faults.Add($"shard {shard.Index}: the wheel counts {shard.Wheel.Count}, alive are {_live.Count}");
            var heads = _live.Where(index => shard.Slots[index].Links.Previous < 0).GroupBy(index => shard.Slots[index].Links.Previous);
            foreach (var bucket in heads.Where(bucket => bucket.Count() > 1)) faults.Add($"shard {shard.Index}: bucket {-bucket.Key - 1} has two firsts");
        }

        // Each ended record is queued exactly once, so its retention ends; what is queued besides went before and matches no slot.
        private void EndedQueue()
        {
            var queued = shard.EndedRecords
                .Where(record => shard.Slots.IsUsed(record.Index) && shard.Slots[record.Index].Owner == record.Owner)
                .Select(record => record.Index)
                .ToList();
            if (queued.Count != _ended.Count || !_ended.SetEquals(queued))
                faults.Add($"shard {shard.Index}: {_ended.Count} ended records, {queued.Count} of them in the queue");
            if (shard.PreviousSecrets is { } secrets)
                foreach (var index in secrets.Keys.Where(index => !shard.Slots.IsUsed(index))) faults.Add($"{At(index)} is free and has a previous secret");
        }

        private void Counters()
        {
            Count("live sessions", shard.Active, _live.Count);
            Count("ended records", shard.EndedCount, _ended.Count);
            Count("used slots", shard.Slots.Count, _live.Count + _ended.Count);
            Count("created", shard.Created, shard.Active + shard.EndedByReason.Sum());
        }

        private int Subjects()
        {
            var members = 0;
            foreach (var index in _live)
            {
                if (!Filed(index, out var times)) continue;
                members++;
                Hold(times == 1, index, "its subject does not have it exactly once");
            }

            foreach (var index in _ended) Hold(!Filed(index, out var times) || times == 0, index, "an ended session is still filed under its subject");
            return members;
        }

        // How often a session stands under its subject, if it has one.
        private bool Filed(int index, out int times)
        {
            var image = shard.Records[shard.Records.PositionOf(index, shard.Slots[index].Hash)].Session;
            var handle = shard.HandleOf(index);
            times = image.HasSubject ? shard.Context.Subjects.CandidatesOf(Encoding.UTF8.GetString(image.Texts.Subject)).Count(other => other == handle) : 0;
            return image.HasSubject;
        }

        private void Count(string what, long counted, long found)
        {
            if (counted != found) faults.Add($"shard {shard.Index}: {what} counted {counted}, found {found}");
        }

        private void Hold(bool holds, int index, string fault)
        {
            if (!holds) faults.Add($"{At(index)}: {fault}");
        }

        private string At(int index) => $"shard {shard.Index}, slot {index}";
    }
}
