using System.Globalization;
using Holdfast.Benchmarks.Children;
using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Reporting;

namespace Holdfast.Benchmarks.Memory;

/// <summary>Goals 9 and 10: what a session occupies, and what holding a million of them does to a full collection.</summary>
internal static class MemoryArea
{
    private const int Sessions = 1_000_000;
    private const int Rounds = 9;

    public static void Run()
    {
        var report = new Report("memory");
        var children = new List<(MemoryRow Row, Child Child, double Bytes, List<double> Times)>();
        try
        {
            foreach (var row in MemoryRow.All)
            {
                var child = new Child("memory-child", row.Id, Sessions.ToString());
                children.Add((row, child, double.Parse(child.Read(), CultureInfo.InvariantCulture), []));
            }

            for (var round = -1; round < Rounds; round++)
            {
                foreach (var (_, child, _, times) in children)
                {
                    var time = double.Parse(child.Ask("collect"), CultureInfo.InvariantCulture);
                    if (round >= 0)
                    {
                        times.Add(time);
                    }
                }
            }
        }
        finally
        {
            children.ForEach(static entry => entry.Child.Dispose());
        }

        Write(report, children.ToDictionary(static entry => entry.Row.Id, static entry => new Measured(entry.Row, entry.Bytes, new Samples(entry.Times)), StringComparer.Ordinal));
        report.Write();
    }

    private static void Write(Report report, Dictionary<string, Measured> rows)
    {
        report.Section(
            "Sessions held",
            $"{Sessions:N0} sessions of 5 small keys, each row in a process of its own. Bytes: the difference of the managed heap after full compacting "
            + "collections, before and with the sessions. Payload: keys and values, without the 16-byte id. The smaller payload makes 89 bytes together "
            + $"with the id and a length byte for each text. Collection: full and blocking, {Rounds} rounds, all processes in turn.");
        var stock = rows[MemoryRow.Stock].Collection;
        report.Lines(
        [
            "| Who | payload | bytes per session | of it beyond payload and id | full collection: ms (min–max) | of the stock session's |",
            "|---|---|---|---|---|---|",
            .. rows.Values.Select(row =>
                $"| {row.Row.Name} | {row.Row.PayloadBytes} | {row.Bytes:0.0} | {row.Bytes - row.Row.PayloadBytes - 16:0.0} | "
                + $"{row.Collection.Median:0.0} ({row.Collection.Min:0.0}–{row.Collection.Max:0.0}) | {row.Collection.Over(stock).Median:0.00} |"),
        ]);
        var limit = rows[MemoryRow.Limit].Bytes;
        AddBytes(MemoryRow.Anonymous, "bytes per session, anonymous, 89 bytes of keys and values", $"the slab {limit:0}");
        AddBytes(MemoryRow.ShortAnonymous, "the same, 89 bytes with the id and lengths", $"the slab {rows["slab-short"].Bytes:0}");
        AddBytes(MemoryRow.ShortOwnSubject, "the same, a subject each", "");
        AddBytes(MemoryRow.TenPerSubject, "the same as the first, 10 sessions a subject", "");
        AddBytes(MemoryRow.OwnSubject, "the same as the first, a subject each", "");
        foreach (var id in new[] { MemoryRow.Anonymous, MemoryRow.OwnSubject })
        {
            report.Add(new Goal(
                10,
                $"full collection, {rows[id].Row.Name.Replace("**", "", StringComparison.Ordinal)}, of the stock session's",
                rows[id].Collection.Over(stock).Median,
                0.6,
                0.3,
                true,
                Note: $"{rows[id].Collection.Median:0} ms of {stock.Median:0} ms"));
        }

        void AddBytes(string id, string text, string note) => report.Add(new Goal(9, text, rows[id].Bytes, 300, 180, true, " B", note));
    }

    private sealed record Measured(MemoryRow Row, double Bytes, Samples Collection);
}
