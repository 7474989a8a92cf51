using Holdfast.Benchmarks.Harness;

namespace Holdfast.Benchmarks.Reporting;

/// <summary>A contest as a Markdown table. Ratios are taken round by round against the first row.</summary>
internal static class ContestTable
{
    public static IEnumerable<string> Lines(Results results)
    {
        var counts = results.ThreadCounts;
        yield return "| Who | " + string.Join(" | ", counts.Select(static threads => $"{Plural(threads)}: ns/op (min–max) | of the first"))
            + " | B/op | GCs |" + (counts.Count > 1 ? " scaling |" : "");
        yield return "|---|" + string.Concat(counts.Select(static _ => "---|---|")) + "---|---|" + (counts.Count > 1 ? "---|" : "");
        foreach (var name in results.Names)
        {
            yield return Line(results, name);
        }
    }

    private static string Line(Results results, string name)
    {
        var counts = results.ThreadCounts;
        var cells = counts.Select(threads =>
        {
            var row = results[name, threads];
            var times = row.Nanoseconds;
            return $"{Time(times.Median)} ({Time(times.Min)}–{Time(times.Max)}) | {Ratio(results.Speed(name, results.Names[0], threads))}";
        });
        var line = $"| {name} | {string.Join(" | ", cells)} | {results[name, counts[0]].Bytes.Median:0.#} | {string.Join(", ", counts.Select(threads => $"{results[name, threads].Collections.Median:0}"))} |";
        return counts.Count > 1 ? line + $" {results[name, counts[^1]].SpeedOf(results[name, counts[0]]).Median:0.00}× |" : line;
    }

    private static string Plural(int threads) => threads == 1 ? "1 thread" : $"{threads} threads";

    private static string Time(double nanoseconds) => nanoseconds >= 1000 ? $"{nanoseconds:N0}" : $"{nanoseconds:0.0}";

    private static string Ratio(double ratio) => ratio >= 0.1 ? $"{ratio:0.00}" : $"{ratio:0.000}";
}
