using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Http.Clients;
using Holdfast.Benchmarks.Http.Servers;
using Holdfast.Benchmarks.Reporting;

namespace Holdfast.Benchmarks.Http;

/// <summary>Goal 25: many clients at one session, and how many of their increments are still there afterwards.</summary>
internal static class LostIncrementsTable
{
    private const int Rounds = 7;
    private const int Clients = 32;
    private const int Increments = 2000;

    public static void Run(Report report, IReadOnlyList<Server> servers)
    {
        // Without work a turn is over in some tens of milliseconds: a round is several of them.
        Run(report, servers, milliseconds: 0, turns: 8);
        Run(report, servers, milliseconds: 5, turns: 1);
    }

    private static void Run(Report report, IReadOnlyList<Server> servers, int milliseconds, int turns)
    {
        report.Section(
            $"Increments of one session, {milliseconds} ms of work",
            $"{Increments:N0} increments by {Clients} clients of one session, {Rounds} rounds of {turns} new sessions; the work lies between reading and writing. The "
            + "unlocked rate is that of the same server when each client has a session of its own.");
        var together = servers.ToDictionary(static server => server.Kind, static _ => new List<double>());
        var apart = servers.ToDictionary(static server => server.Kind, static _ => new List<double>());
        var lost = servers.ToDictionary(static server => server.Kind, static _ => new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < servers.Count; i++)
            {
                var server = servers[(i + round) % servers.Count];
                together[server.Kind].Add(Enumerable.Range(0, turns).Average(_ => Together(server, milliseconds, lost[server.Kind])));
                apart[server.Kind].Add(Enumerable.Range(0, turns).Average(_ => Rate(server, milliseconds, server.Cookies.Take(Clients))));
            }
        }

        var none = new Samples(together[ServerKind.NoSession]);
        report.Lines(
        [
            "| Who | lost of each 2 000: median (min–max) | requests/s | of no session | of its unlocked rate |",
            "|---|---|---|---|---|",
            .. servers.Select(server =>
            {
                var missing = new Samples(lost[server.Kind]);
                var rate = new Samples(together[server.Kind]);
                return $"| {server.Kind.Name} | {missing.Median:0} ({missing.Min:0}–{missing.Max:0}), {missing.Median * 100 / Increments:0} % | {rate.Median:N0} | "
                    + $"{rate.Over(none).Median:0.00} | {rate.Over(new Samples(apart[server.Kind])).Median:0.00} |";
            }),
        ]);
        report.Add(new Goal(25, $"lost of {Increments:N0} increments, {milliseconds} ms of work, all rounds", lost[ServerKind.Holdfast].Sum(), 0, 0, true));
        report.Add(new Goal(
            25,
            $"its rate, {milliseconds} ms of work, of the unlocked rate",
            new Samples(together[ServerKind.Holdfast]).Over(new Samples(apart[ServerKind.Holdfast])).Median,
            0.95,
            0.95));
    }

    private static double Together(Server server, int milliseconds, List<double> lostOfEach)
    {
        var cookie = server.NewSession();
        var before = server.Count(cookie);
        var rate = Rate(server, milliseconds, Enumerable.Repeat(cookie, Clients));
        var lost = Increments - (server.Count(cookie) - before);
        if (lost != 0 && (!server.Kind.LosesIncrements || lost is < 0 or >= Increments))
        {
            throw new BenchmarkFailedException($"{server.Kind.Name}: {lost} of {Increments} increments are missing.");
        }

        lostOfEach.Add(lost);
        return rate;
    }

    private static double Rate(Server server, int milliseconds, IEnumerable<string> cookies)
    {
        using var loop = new ClosedLoop(server, $"{Endpoints.Slow}/{milliseconds}", cookies);
        return loop.Run(Increments);
    }
}
