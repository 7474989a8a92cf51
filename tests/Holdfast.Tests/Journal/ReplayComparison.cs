using Holdfast.Storage.InProcess;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>Compares what a store holds with what its journal's records say.</summary>
internal static class ReplayComparison
{
    public static void Check(InProcessStore store, JournalReplay replay)
    {
        var compared = 0;
        foreach (var shard in store.Shards)
        {
            for (var index = 0; index < shard.Slots.Capacity; index++)
            {
                if (!shard.Slots.IsUsed(index)) continue;
                ref var slot = ref shard.Slots[index];
                var image = shard.Records[shard.Records.PositionOf(index, slot.Hash)].Session;
                var replayed = replay.Sessions[(image.Key, image.Incarnation)];
                Expect.SameState(image, replayed.Image);
                Assert.Equal((image.IsEnded ? slot.EndReason : null, slot.Generation), (replayed.EndReason, replayed.Generation));
                Assert.Equal(slot.Digest.IsNone, replayed.Digest.IsNone);
                Assert.True(slot.Digest.IsNone || slot.Digest.Matches(replayed.Digest), "Another secret.");
                Assert.False(!image.IsEnded && replay.IsRevoked(replayed.Image), "A living session is revoked in the replay.");

                // Uses are recorded once per touch interval; the rest of them a crash may take.
                Assert.InRange(image.LastActivity - replayed.LastActivity, 0, Math.Min(TimeSpan.TicksPerMinute, image.IdleTicks / 20));
                compared++;
            }
        }

        // Records that were dropped after their retention are in the journal still.
        Assert.True(compared <= replay.Sessions.Count);
        Assert.Equal(replay.Sessions.Values.Count(session => session.EndReason is null && !replay.IsRevoked(session.Image)), store.Shards.Sum(shard => shard.Active));
    }
}
