using System.Diagnostics;
using System.Runtime;
using Holdfast.Benchmarks.Harness;

namespace Holdfast.Benchmarks.Memory;

/// <summary>
/// The child process of one row: holds the sessions, answers the bytes per session, and then the milliseconds of one full blocking
/// collection for each line it is sent.
/// </summary>
internal static class MemoryChild
{
    private const int Seed = 11;
    private const int Sample = 997;

    public static int Run(string id, int count)
    {
        var row = MemoryRow.All.Single(row => row.Id == id);

        // So that what a first use of the types and pools leaves behind is not counted.
        using (var first = row.Make(1000))
        {
            Fill(first, 1000);
        }

        var before = Settled();
        using var holding = row.Make(count);
        Fill(holding, count);
        var bytes = Settled() - before;
        Check(holding, count);
        Console.WriteLine(((double)bytes / count).ToString("0.00"));
        while (Console.ReadLine() is not null)
        {
            var started = Stopwatch.GetTimestamp();
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: false);
            Console.WriteLine(Stopwatch.GetElapsedTime(started).TotalMilliseconds.ToString("0.000"));
        }

        GC.KeepAlive(holding);
        return 0;
    }

    private static void Fill(Holding holding, int count)
    {
        var random = new Random(Seed);
        Span<byte> id = stackalloc byte[16];
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(id);
            holding.Add(i, id);
        }
    }

    private static void Check(Holding holding, int count)
    {
        var random = new Random(Seed);
        Span<byte> id = stackalloc byte[16];
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(id);
            if ((i % Sample == 0 || i == count - 1) && holding.Visits(id) != i)
            {
                throw new BenchmarkFailedException($"{holding.GetType().Name}: session {i} is not what it was made as.");
            }
        }
    }

    private static long Settled()
    {
        for (var i = 0; i < 3; i++)
        {
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: false);
    }
}
