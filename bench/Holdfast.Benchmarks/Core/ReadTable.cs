using System.Collections.Concurrent;
using Holdfast.Benchmarks.Core.Reading;
using Holdfast.Benchmarks.Core.Updating;
using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Load;
using Holdfast.Benchmarks.Reporting;

namespace Holdfast.Benchmarks.Core;

/// <summary>Goals 1 and 4: reading one key of a session.</summary>
internal static class ReadTable
{
    private const string Limit = "`ConcurrentDictionary` get (limit)";
    private const string AtTheSeam = "**Holdfast**, store";
    private const string ThroughManager = "**Holdfast**, `SessionManager`";

    public static void Run(Report report, Workers workers, Population population)
    {
        report.Section(
            "Read",
            $"{population.Count:N0} sessions of 5 keys, Zipf 0.99. Each operation finds a session and reads one number of it; Holdfast checks its "
            + "deadlines and its subject's epoch. The limit reads the number at a known place; the second row looks the key up, as a session must.");
        var sequence = Sequence.Zipf(population, Workers.Most);
        var packed = new ConcurrentDictionary<UInt128, byte[]>();
        for (var i = 0; i < population.Count; i++)
        {
            packed[population.Ids[i]] = PackedPayload.Pack(i);
        }

        var ground = new HoldfastGround(population);
        var contest = new Contest(
            [
                new DictionaryRead(Limit, sequence, packed),
                new DictionaryFind("`ConcurrentDictionary` get, key looked up", sequence, packed),
                new StoreRead(AtTheSeam, sequence, ground.Store),
                new ManagerRead(ThroughManager, sequence, ground.Manager),
                new CacheRead("MemoryCache, sliding", sequence, CacheUpdate.Fill(population)),
                new StockRead("stock session: load + get + commit", sequence, new StockGround(population)) { Share = 0.2 },
            ],
            workers)
        { Operations = 500_000, Rounds = 7 };
        var results = contest.Run();
        report.Table(results);
        var one = results.Speed(AtTheSeam, Limit, 1);
        var two = results.Speed(AtTheSeam, Limit, 2);
        report.Add(new Goal(1, "read, store, of the dictionary's get", Math.Min(one, two), 0.70, 0.85, Note: $"{one:0.00} with 1 thread, {two:0.00} with 2"));
        report.Add(new Goal(4, "bytes: read, store", results[AtTheSeam, 1].Bytes.Median, 0, 0, true, " B"));
        report.Add(new Goal(4, "bytes: read, `SessionManager`", results[ThroughManager, 1].Bytes.Median, 64, 0, true, " B"));
    }
}
