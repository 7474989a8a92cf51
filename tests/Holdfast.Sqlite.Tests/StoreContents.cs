using Holdfast.Model;
using Holdfast.Operations;
using Holdfast.Storage.InProcess;
using Holdfast.Verification;

namespace Holdfast.Sqlite.Tests;

/// <summary>Everything that a store has to find again after a restart, as values to compare.</summary>
internal sealed class StoreContents
{
    private readonly Dictionary<(SessionKey Key, ulong Incarnation), Life> _lives = [];

    public IReadOnlyDictionary<(SessionKey Key, ulong Incarnation), Life> Lives => _lives;

    public long Created { get; private set; }

    public long Active { get; private set; }

    public long[] Ended { get; } = new long[(int)EndReason.Shutdown + 1];

    public static StoreContents Of(InProcessStore store)
    {
        var contents = new StoreContents();
        foreach (var shard in store.Shards)
        {
            lock (shard.Lock) contents.AddLocked(shard);
        }

        return contents;
    }

    /// <summary>Holds the recovered store to this one. Old ended records may differ: memory and rows forget them at different times.</summary>
    public void MustBeIn(StoreContents recovered, long now, TimeSpan endedRetention)
    {
        Assert.Equal((Created, Active), (recovered.Created, recovered.Active));
        Assert.Equal(Ended, recovered.Ended);
        foreach (var (id, life) in _lives)
        {
            if (life.Image.IsEnded && life.EndedAt + endedRetention.Ticks <= now) continue;
            Assert.True(recovered._lives.TryGetValue(id, out var found), $"{id.Key}, incarnation {id.Incarnation:x}, is not there.");
            Same(life, found, now);
        }

        var more = recovered._lives.Where(entry => !_lives.ContainsKey(entry.Key) && !entry.Value.Image.IsEnded).Select(entry => entry.Key).ToList();
        Assert.True(more.Count == 0, $"Alive only after the recovery: {string.Join(", ", more)}");
    }

    private static void Same(Life before, Life after, long now)
    {
        Expect.SameState(before.Image, after.Image);
        Assert.True(before.Digest.Matches(after.Digest) || (before.Digest.IsNone && after.Digest.IsNone), "The secret is another.");
        Assert.Equal((before.Generation, before.EndReason), (after.Generation, after.EndReason));
        Assert.Equal(before.Previous is { } one ? (one.ReadableUntil, one.SupersededAtVersion) : default, after.Previous is { } two ? (two.ReadableUntil, two.SupersededAtVersion) : default);
        if (before.Image.IsEnded) return;

        // Invariant 6: never early, one touch interval late at most.
        var interval = Shard.TouchInterval(before.Image);
        var (was, became) = (before.Image.Deadline(before.Image.LastActivity), after.Image.Deadline(after.Image.LastActivity));
        Assert.InRange(became, was, was + interval);
        Assert.True(after.Image.LastActivity <= Math.Max(now, before.Image.LastActivity), "Used in the future.");
        Assert.Equal(before.IsRevoked, after.IsRevoked);
    }

    private void AddLocked(Shard shard)
    {
        Assert.True(shard.Lock.IsHeldByCurrentThread);
        Created += shard.Created;
        Active += shard.Active;
        for (var reason = 0; reason < Ended.Length; reason++) Ended[reason] += shard.EndedByReason[reason];
        var endedAt = shard.EndedRecords
            .Where(record => shard.Slots.IsUsed(record.Index) && shard.Slots[record.Index].Owner == record.Owner)
            .ToDictionary(record => record.Index, record => record.EndedAt);
        for (var index = 0; index < shard.Slots.Capacity; index++)
        {
            if (!shard.Slots.IsUsed(index)) continue;
            ref var slot = ref shard.Slots[index];
            var image = shard.Records[shard.Records.PositionOf(index, slot.Hash)].Session;
            PreviousSecret? previous = shard.PreviousSecrets is { } secrets && secrets.TryGetValue(index, out var found) ? found : null;
            var isRevoked = !image.IsEnded && image.HasSubject && image.SubjectEpoch < shard.Context.Subjects.EpochNumberOf(image);
            _lives.Add(
                (image.Key, image.Incarnation),
                new Life(new SessionImage([.. image.Bytes]), slot.Digest, slot.Generation, previous, slot.EndReason, endedAt.GetValueOrDefault(index), isRevoked));
        }
    }

    internal sealed record Life(
        SessionImage Image, SecretDigest Digest, uint Generation, PreviousSecret? Previous, EndReason EndReason, long EndedAt, bool IsRevoked);
}
