using Holdfast.Operations;
using Holdfast.Storage.InProcess;
using Holdfast.Verification;

namespace Holdfast.Sqlite.Tests.Crash;

/// <summary>What was said of a store over all its lives, and whether a recovered one keeps it.</summary>
internal sealed class Promises
{
    private readonly Dictionary<SessionKey, (long Version, long Count)> _least = [];
    private readonly HashSet<SessionKey> _ended = [];
    private readonly HashSet<ulong> _epochs = [];

    public int Count { get; private set; }

    public void Add(IEnumerable<string> facts)
    {
        foreach (var words in facts.Select(fact => fact.Split(' ')))
        {
            Count++;
            switch (words)
            {
                case ["A" or "R", var name, var version, var count]:
                    Raise(SessionKey.Parse(name), long.Parse(version), long.Parse(count));
                    break;
                case ["E", var key]:
                    _ended.Add(SessionKey.Parse(key));
                    break;
                case ["T", var token]:
                    // Invariant 2: what may have been lost of the life before must not come again under the same name.
                    Assert.True(_epochs.Add(SessionToken.Parse(token).Epoch), "Two lives had the same epoch.");
                    break;
            }
        }
    }

    /// <summary>Invariants 3, 5, 7 and 8: nothing acknowledged or told is missing, no end is undone, the totals add up.</summary>
    public void MustBeKeptBy(InProcessStore store)
    {
        StoreIntegrity.Check(store);
        Assert.True(_epochs.Add(store.Epoch), "The recovered store has an epoch of an earlier life.");
        var lives = StoreContents.Of(store).Lives.Values.ToList();
        foreach (var (key, least) in _least)
        {
            var image = lives.Select(life => life.Image).SingleOrDefault(image => image.Key == key && !image.IsEnded);
            Assert.False(image.IsNone, $"{key} is gone.");
            var count = CountOf(image);
            Assert.True(image.Version >= least.Version && count >= least.Count, $"{key} is at version {image.Version}, count {count}; promised were {least}.");

            // Every update raised both by one, so a lost or doubled step in the middle would show.
            Assert.Equal(image.Version - 1, count);
        }

        Assert.All(lives.Where(life => _ended.Contains(life.Image.Key)), life => Assert.Equal(EndReason.LoggedOut, life.EndReason));
        Assert.Equal(_ended.Count, lives.Count(life => _ended.Contains(life.Image.Key)));
    }

    private static long CountOf(SessionImage image) => image.KeyCount == 0 ? 0 : new SessionData(image).GetInt64("n") ?? 0;

    private void Raise(SessionKey key, long version, long count)
    {
        var known = _least.GetValueOrDefault(key);
        _least[key] = (Math.Max(known.Version, version), Math.Max(known.Count, count));
    }
}
