using System.Diagnostics;
using Holdfast.Benchmarks.Harness;

namespace Holdfast.Benchmarks.Core;

/// <summary>How evenly two threads get their turn at one session: every sixteenth operation of each is timed.</summary>
internal static class HotSession
{
    private const int Every = 16;
    private const int SampleCount = 40_000;

    public static (double P50, double P99, double Max, double SlowestByFastest) Measure(Workers workers, Contestant contestant)
    {
        var times = new long[Workers.Most][];
        var elapsed = new long[Workers.Most];
        workers.RunAll(Workers.Most, thread =>
        {
            var mine = times[thread] = new long[SampleCount];
            var begun = Stopwatch.GetTimestamp();
            for (var i = 0; i < SampleCount; i++)
            {
                contestant.Run(thread, i * Every, Every - 1);
                var started = Stopwatch.GetTimestamp();
                if (contestant.Run(thread, (i * Every) + Every - 1, 1) != 1)
                {
                    throw new BenchmarkFailedException($"{contestant.Name}: an update of the hot session failed.");
                }

                mine[i] = Stopwatch.GetTimestamp() - started;
            }

            return elapsed[thread] = Stopwatch.GetTimestamp() - begun;
        });
        var clock = ClockCost();
        var all = new Samples([.. times.SelectMany(static mine => mine).Select(ticks => Math.Max(1, Nanoseconds(ticks) - clock))]);
        return (all.Median, all.Quantile(0.99), all.Max, (double)elapsed.Max() / elapsed.Min());
    }

    public static long OperationsOf => (long)SampleCount * Every * Workers.Most;

    private static double ClockCost()
    {
        var costs = new double[10_000];
        for (var i = 0; i < costs.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            costs[i] = Nanoseconds(Stopwatch.GetTimestamp() - started);
        }

        return new Samples(costs).Median;
    }

    private static double Nanoseconds(long ticks) => ticks * (1e9 / Stopwatch.Frequency);
}
