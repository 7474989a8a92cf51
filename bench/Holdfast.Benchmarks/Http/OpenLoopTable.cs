using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Http.Clients;
using Holdfast.Benchmarks.Http.Servers;
using Holdfast.Benchmarks.Reporting;

namespace Holdfast.Benchmarks.Http;

/// <summary>Goal 23: latency when requests arrive by themselves, at 70 % of what each server can do with this client.</summary>
internal static class OpenLoopTable
{
    private const int Rounds = 7;
    private const double Load = 0.7;
    private const int Calibrations = 7;
    private static readonly TimeSpan Calibration = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1.5);

    public static void Run(Report report, IReadOnlyList<Server> servers)
    {
        report.Section(
            "Latency at 70 % load, open loop",
            $"One update per request, arrivals at random instants over {Server.Visitors} connections, {Rounds} rounds of {Time.TotalSeconds:0.0} s; each server at 70 % of its "
            + $"own rate with this client, the median of {Calibrations} short runs before. Latency in milliseconds from the intended start; medians of the rounds, the worst of all for the maximum.");
        var rates = Capacities(servers);
        var rounds = servers.ToDictionary(static server => server.Kind, static _ => new List<OpenLoopRound>());
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < servers.Count; i++)
            {
                var server = servers[(i + round) % servers.Count];
                using var loop = new OpenLoop(server, Endpoints.Increment);
                rounds[server.Kind].Add(loop.Run(Load * rates[server.Kind], Time, round));
            }
        }

        var none = P99(rounds[ServerKind.NoSession]);
        report.Lines(
        [
            "| Who | arrivals/s | p50 | p99 (min–max) | p99.9 | max | errors | p99 of no session |",
            "|---|---|---|---|---|---|---|---|",
            .. rounds.Select(entry =>
            {
                var p99 = P99(entry.Value);
                return $"| {entry.Key.Name} | {entry.Value[0].Rate:N0} | {At(entry.Value, 0.5).Median:0.00} | {p99.Median:0.00} ({p99.Min:0.00}–{p99.Max:0.00}) | "
                    + $"{At(entry.Value, 0.999).Median:0.00} | {entry.Value.Max(static round => round.Milliseconds.Max):0.0} | {entry.Value.Sum(static round => round.Errors)} | {p99.Over(none).Median:0.00} |";
            }),
        ]);
        report.Add(new Goal(
            23,
            "p99 at 70 % load, of no session",
            P99(rounds[ServerKind.Holdfast]).Over(none).Median,
            1.5,
            1.2,
            true,
            "×",
            $"the stock session {P99(rounds[ServerKind.Stock]).Over(none).Median:0.00}×, on Redis {P99(rounds[ServerKind.StockOnRedis]).Over(none).Median:0.00}×"));
    }

    private static Dictionary<ServerKind, double> Capacities(IReadOnlyList<Server> servers)
    {
        var measured = servers.ToDictionary(static server => server.Kind, static _ => new List<double>());
        for (var round = 0; round < Calibrations; round++)
        {
            foreach (var server in servers)
            {
                using var loop = new OpenLoop(server, Endpoints.Increment);
                measured[server.Kind].Add(loop.Saturate(Calibration));
            }
        }

        return measured.ToDictionary(static entry => entry.Key, static entry => new Samples(entry.Value).Median);
    }

    private static Samples P99(List<OpenLoopRound> rounds) => At(rounds, 0.99);

    private static Samples At(List<OpenLoopRound> rounds, double part) => new([.. rounds.Select(round => round.Milliseconds.Quantile(part))]);
}
