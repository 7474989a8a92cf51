using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>Positions are taken under the session's lock: a session's records stand in the order of its versions, without a gap.</summary>
public sealed class JournalOrderTests
{
    [Fact]
    [Trait("Invariant", "5")]
    [Trait("Invariant", "8")]
    public async Task Records_OfSessionsChangedByManyThreads_StandInTheOrderOfTheirVersions()
    {
        await using var harness = await JournaledHarness.OpenedAsync();
        harness.Journal.SyncsAtOnce = true;
        var client = new StoreClient(harness);
        var keys = Enumerable.Range(0, 3).Select(i => SessionKey.FromName($"busy-{i}")).ToArray();

        await Together.RunAsync(6, async i =>
        {
            var random = new Random(i);
            for (var n = 0; n < 400; n++)
            {
                var key = keys[random.Next(keys.Length)];
                switch (random.Next(12))
                {
                    case 0:
                        await client.EndAsync(key);
                        break;
                    case 1:
                        await client.RevokeAsync("ada");
                        break;
                    case 2 or 3:
                        await client.TryCreateAsync(key, first: changes => changes.SetSubject("ada"), useExisting: true);
                        break;
                    case 4:
                        await client.TouchAsync(key);
                        await harness.AdvanceAsync(TimeSpan.FromSeconds(1));
                        break;
                    default:
                        await client.ApplyAsync(key, changes => changes.Increment("n"));
                        break;
                }
            }
        });

        var entries = harness.Journal.Entries;
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(n => (long)n), entries.Select(entry => entry.Position));
        foreach (var life in entries.Where(entry => !entry.Image.IsNone).GroupBy(entry => (entry.Image.Key, entry.Image.Incarnation)))
        {
            var version = 0L;
            foreach (var entry in life)
            {
                if (entry.Kind is JournalRecordKind.Create or JournalRecordKind.Apply or JournalRecordKind.End) version++;
                Assert.Equal(version, entry.Image.Version);
            }
        }

        StoreIntegrity.Check(harness.InProcess);
        ReplayComparison.Check(harness.InProcess, JournalReplay.Of(entries));
    }

    [Fact]
    [Trait("Invariant", "8")]
    public async Task Touch_OfASessionInUse_IsRecordedOncePerTouchInterval()
    {
        await using var harness = await JournaledHarness.OpenedAsync();
        harness.Journal.SyncsAtOnce = true;
        var client = new StoreClient(harness);
        var session = await client.CreateAsync(idle: TimeSpan.FromMinutes(20));
        for (var second = 0; second < 600; second++)
        {
            await harness.AdvanceAsync(TimeSpan.FromSeconds(1));
            Expect.Ok(await client.OpenAsync(session.Secret));
        }

        // min(60 s, idle / 20): ten minutes of use are ten records.
        Assert.InRange(harness.Journal.Entries.Count(entry => entry.Kind == JournalRecordKind.Touch), 9, 11);
    }
}
