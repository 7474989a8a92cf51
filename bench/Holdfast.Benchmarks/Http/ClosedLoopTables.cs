using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Http.Clients;
using Holdfast.Benchmarks.Http.Servers;
using Holdfast.Benchmarks.Reporting;

namespace Holdfast.Benchmarks.Http;

/// <summary>Goals 21 and 24: requests per second, the servers' rounds interleaved.</summary>
internal static class ClosedLoopTables
{
    private const int Rounds = 7;
    private const int Seconds = 5;

    public static void Run(Report report, IReadOnlyList<Server> servers)
    {
        report.Section(
            "One update per request",
            $"counter++ in the session; {Wrk.Connections} connections with a session each, {Rounds} rounds of {Seconds} s, client and server on the same cores. "
            + "After the rounds the counters held exactly what was answered and what was on its way when a round ended.");
        var updates = Measure(servers, Endpoints.Increment, mayAdd: true);
        report.Lines(Table(updates));
        Add(report, 21, "session with one update per request, of no session", updates, 0.85, 0.92);

        report.Section("A valid cookie, the session not touched", "The same, for an endpoint that does not use its session.");
        var untouched = Measure(
            [.. servers.Where(static server => server.Kind == ServerKind.NoSession || server.Kind == ServerKind.Holdfast)],
            Endpoints.Untouched,
            mayAdd: false);
        report.Lines(Table(untouched));
        Add(report, 24, "valid cookie, session not touched, of no session", untouched, 0.95, 0.98);
    }

    private static Dictionary<ServerKind, List<WrkRound>> Measure(IReadOnlyList<Server> servers, string path, bool mayAdd)
    {
        var rounds = servers.ToDictionary(static server => server.Kind, static _ => new List<WrkRound>());
        var before = servers.ToDictionary(static server => server.Kind, static server => server.CountAll());
        var warm = servers.ToDictionary(static server => server.Kind, server => Wrk.Run(server, path, 1).Requests);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < servers.Count; i++)
            {
                var server = servers[(i + round) % servers.Count];
                rounds[server.Kind].Add(Wrk.Run(server, path, Seconds));
            }
        }

        foreach (var server in servers)
        {
            var added = server.CountAll() - before[server.Kind];
            var answered = mayAdd ? warm[server.Kind] + rounds[server.Kind].Sum(static round => round.Requests) : 0;
            var onTheirWay = mayAdd ? (Rounds + 1) * Wrk.Connections : 0;
            if (added < answered || added > answered + onTheirWay)
            {
                throw new BenchmarkFailedException($"{server.Kind.Name}: {answered} requests were answered, {added} were counted.");
            }
        }

        return rounds;
    }

    private static IEnumerable<string> Table(Dictionary<ServerKind, List<WrkRound>> rounds)
    {
        var first = Rates(rounds[ServerKind.NoSession]);
        return
        [
            "| Who | requests/s (min–max) | of no session (min–max) | p99 ms |",
            "|---|---|---|---|",
            .. rounds.Select(entry =>
            {
                var rates = Rates(entry.Value);
                var ratios = rates.Over(first);
                var p99 = new Samples([.. entry.Value.Select(static round => round.P99Milliseconds)]);
                return $"| {entry.Key.Name} | {rates.Median:N0} ({rates.Min:N0}–{rates.Max:N0}) | {ratios.Median:0.00} ({ratios.Min:0.00}–{ratios.Max:0.00}) | {p99.Median:0.0} |";
            }),
        ];
    }

    private static void Add(Report report, int number, string text, Dictionary<ServerKind, List<WrkRound>> rounds, double floor, double aim)
    {
        var none = Rates(rounds[ServerKind.NoSession]);
        var note = rounds.TryGetValue(ServerKind.Stock, out var stock) ? $"the stock session {Rates(stock).Over(none).Median:0.00}" : "";
        report.Add(new Goal(number, text, Rates(rounds[ServerKind.Holdfast]).Over(none).Median, floor, aim, Note: note));
    }

    private static Samples Rates(IEnumerable<WrkRound> rounds) => new([.. rounds.Select(static round => round.RequestsPerSecond)]);
}
