using System.Text;
using Holdfast.Operations;
using Holdfast.Storage.InProcess;

namespace Holdfast.Verification;

/// <summary>
/// Walks the whole in-process store and compares everything that is kept twice: slots and index, wheel, subject index, queue of
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
            Index();
            Wheel();
            EndedQueue();
            Counters();
            return Subjects();
        }

        private SessionImage ImageOf(int slot) => shard.Records[shard.Records.PositionOf(slot, shard.Slots[slot].Hash)].Session;

        private void Slots()
        {
            for (var index = 0; index < shard.Slots.Capacity; index++)
            {
                if (!shard.Slots.IsUsed(index)) continue;
                ref var slot = ref shard.Slots[index];
                var position = shard.Records.PositionOf(index, slot.Hash);
                if (position == SessionIndex.None)
                {
                    faults.Add($"{At(index)}: a used slot is not in the index");
                    continue;
                }

                var image = shard.Records[position].Session;
                (image.IsEnded ? _ended : _live).Add(index);
                Hold(slot.Hash == image.Key.GetHashCode(), index, "the hash is not that of the key");
                Hold(shard.Records[position].Hash == slot.Hash, index, "index and slot disagree about the hash");
                Hold(!image.IsEnded || image.KeyCount == 0, index, "an ended session still has data");
                Hold(image.IsEnded == (slot.EndReasonNumber != 0), index, "a reason without an end, or an end without a reason");
                Hold(image.HasSubject == (slot.Subject is not null) || image.IsEnded, index, "slot and image disagree about the subject");
            }
        }

        // Each record of the index has a slot of its own, and the index counts them.
        private void Index()
        {
            var seen = new HashSet<int>();
            for (var position = 0; position < shard.Records.Capacity; position++)
            {
                ref var entry = ref shard.Records[position];
                if (entry.Image is null) continue;
                if (!shard.Slots.IsUsed(entry.Slot)) faults.Add($"{At(entry.Slot)} is in the index and free");
                else if (!seen.Add(entry.Slot)) faults.Add($"{At(entry.Slot)} is in the index twice");
            }

            Count("records of the index", shard.Records.Count, seen.Count);
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

        // Each ended record is queued exactly once, so its retention ends; what is queued besides was freed before and matches no slot.
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
                ref var slot = ref shard.Slots[index];
                if (slot.Subject is not { } subject) continue;
                members++;
                Hold(subject.Name == Encoding.UTF8.GetString(ImageOf(index).Texts.Subject), index, "it is filed under another subject than its own");
                Hold(subject.Members().Count(handle => handle == shard.HandleOf(index)) == 1, index, "its subject does not have it exactly once");
            }

            foreach (var index in _ended) Hold(shard.Slots[index].Subject is null, index, "an ended session is still filed under a subject");
            return members;
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
