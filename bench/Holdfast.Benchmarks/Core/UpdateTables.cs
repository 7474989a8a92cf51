using Holdfast.Benchmarks.Core.Updating;
using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Load;
using Holdfast.Benchmarks.Reporting;

namespace Holdfast.Benchmarks.Core;

/// <summary>Goals 2 to 6 and 8: one number and one text of a session changed together, with version, access count and renewal.</summary>
internal static class UpdateTables
{
    private const string Limit = "`ConcurrentDictionary` + lock(entry), `Dictionary` inside (limit)";
    private const string AtTheSeam = "**Holdfast**, store";
    private const string ThroughManager = "**Holdfast**, `SessionManager`";
    private const string Stock = "stock session: load + get + set + commit";

    private const int ManySessions = 500_000;

    public static void RunSmall(Report report, Workers workers, Population population)
    {
        report.Section("Update", $"{population.Count:N0} sessions, Zipf 0.99: visits + 1 and a new theme in one step.");
        var contestants = Contestants(population, Sequence.Zipf(population, Workers.Most));
        var contest = new Contest(contestants, workers) { Operations = 600_000, Rounds = 7 };
        var results = contest.Run();
        report.Table(results);
        Lost(report, contestants, contest);
        AddRatios(report, results);
        AddBytes(report, results, contestants);
        RunRenewal(report, workers, population);
        RunHot(report, workers, population, contestants);
    }

    public static void RunLarge(Report report, Workers workers, Population population)
    {
        report.Section("Update, many sessions", $"{population.Count:N0} sessions, Zipf 0.99.");
        var contestants = Contestants(population, Sequence.Zipf(population, Workers.Most));
        var contest = new Contest(contestants, workers) { Operations = 500_000, Rounds = 7 };
        var results = contest.Run();
        report.Table(results);
        Lost(report, contestants, contest);
        var one = results.Speed(AtTheSeam, Limit, 1);
        var two = results.Speed(AtTheSeam, Limit, 2);
        report.Add(new Goal(
            2, "update of 1 M sessions, store, of dictionary + lock(entry)", Math.Min(one, two), 0.90, 1.3, Note: $"{one:0.00} with 1 thread, {two:0.00} with 2"));
    }

    private static UpdateContestant[] Contestants(Population population, Sequence sequence)
    {
        var ground = new HoldfastGround(population);
        UpdateContestant[] contestants =
        [
            new LockedUpdate(Limit, sequence, population),
            new StoreUpdate(AtTheSeam, sequence, population, ground),
            new ManagerUpdate(ThroughManager, sequence, population, ground),
            new SnapshotUpdate("`ConcurrentDictionary` + immutable record, CAS", sequence, population),
            new StockUpdate(Stock, sequence, population, new StockGround(population)) { Share = 0.2 },
        ];

        // Left out where a million more objects would only make everybody's collections longer.
        return population.Count > ManySessions
            ? contestants
            : [.. contestants, new CacheUpdate("MemoryCache, get + set of a blob", sequence, population, CacheUpdate.Fill(population))];
    }

    private static void Lost(Report report, UpdateContestant[] contestants, Contest contest)
    {
        var lost = contestants
            .GroupBy(static contestant => contestant.Holder)
            .Select(sharing => (sharing.First().Name, Count: sharing.First().Lost(sharing.Sum(contestant => contest.Done[contestant]))))
            .Where(static entry => entry.Count > 0)
            .Select(static entry => $"{entry.Name} {entry.Count:N0}");
        report.Lines($"Updates lost while two threads ran: {string.Join("; ", lost.DefaultIfEmpty("none"))}; the others none.");
    }

    private static void AddRatios(Report report, Results results)
    {
        var one = results.Speed(ThroughManager, Stock, 1);
        var two = results.Speed(ThroughManager, Stock, 2);
        report.Add(new Goal(
            3, "update, `SessionManager`, of the stock session's load + set + commit", Math.Min(one, two), 7, 12, Unit: "×", Note: $"{one:0.0} with 1 thread, {two:0.0} with 2"));
        var scaling = results[AtTheSeam, 2].SpeedOf(results[AtTheSeam, 1]).Median;
        var limit = results[Limit, 2].SpeedOf(results[Limit, 1]).Median;
        report.Add(new Goal(6, "update, store, 2 threads of 1, Zipf", scaling, 1.5, 1.8, Unit: "×", Note: $"the limit scales {limit:0.00}×"));
    }

    private static void AddBytes(Report report, Results results, UpdateContestant[] contestants)
    {
        var image = ((StoreUpdate)contestants[1]).ImageBytes();
        var bytes = results[AtTheSeam, 1].Bytes.Median;
        report.Add(new Goal(
            4,
            "bytes beyond the payload: update, store",
            bytes - Payload.Bytes,
            128,
            64,
            true,
            " B",
            $"{bytes:0.#} B in all, of which the payload {Payload.Bytes} B and the whole new image, its array's header included, {image} B; "
            + $"through `SessionManager`, with its change set, {results[ThroughManager, 1].Bytes.Median:0.#} B"));
    }

    private static void RunRenewal(Report report, Workers workers, Population population)
    {
        var sequence = Sequence.Zipf(population, 1);
        var ground = new HoldfastGround(population);
        const string Renewing = "update";
        const string Passive = "update without renewal";
        var contest = new Contest(
            [
                new StoreUpdate(Renewing, sequence, population, ground),
                new StoreUpdate(Passive, sequence, population, ground) { IsPassive = true },
            ],
            workers)
        { Operations = 80_000, LeadIn = 0.2, Rounds = 41, ThreadCounts = [1] };
        var results = contest.Run();
        var share = new Samples([.. results[Passive, 1].Nanoseconds.Over(results[Renewing, 1].Nanoseconds).Values.Select(static ratio => (1 - ratio) * 100)]);
        report.Section("Renewal", "At the store's seam; a passive caller's update does everything but renew.");
        report.Table(results);
        report.Add(new Goal(
            8, "renewal's share of an update, store", Math.Max(0, share.Median), 5, 2, true, " %", $"middle half of the rounds {share.Quantile(0.25):0.0} to {share.Quantile(0.75):0.0} %"));
    }

    private static void RunHot(Report report, Workers workers, Population population, UpdateContestant[] contestants)
    {
        report.Section("One hot session", "The same update by two threads of one session. Fairness: every sixteenth operation timed, the clock's own cost taken off.");
        var hot = Sequence.Hot(population, Workers.Most);
        var compared = contestants.Where(static contestant => !contestant.LosesUpdates).ToArray();
        foreach (var contestant in compared)
        {
            contestant.Follow(hot);
        }

        var results = new Contest(compared, workers) { Operations = 400_000, Rounds = 7 }.Run();
        report.Table(results);
        var fairness = compared.Select(contestant => (contestant.Name, Turn: HotSession.Measure(workers, contestant))).ToArray();
        report.Lines(
            [
                "| Who | p50 ns | p99 ns | p99 of p50 | max ns | slower thread of the faster |",
                "|---|---|---|---|---|---|",
                .. fairness.Select(static entry =>
                    $"| {entry.Name} | {entry.Turn.P50:0} | {entry.Turn.P99:0} | {entry.Turn.P99 / entry.Turn.P50:0.0}× | {entry.Turn.Max:N0} | {entry.Turn.SlowestByFastest:0.00} |"),
            ]);
        var ratio = results.Speed(AtTheSeam, Limit, 2);
        var turn = fairness.Single(static entry => entry.Name == AtTheSeam).Turn;
        report.Add(new Goal(5, "one hot session, store, 2 threads, of a lock doing the same", ratio, 0.8, 1.0));
        report.Add(new Goal(5, "one hot session: p99 of p50", turn.P99 / turn.P50, 20, 20, true, "×"));
    }
}
