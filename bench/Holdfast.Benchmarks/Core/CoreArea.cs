using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Load;
using Holdfast.Benchmarks.Reporting;

namespace Holdfast.Benchmarks.Core;

/// <summary>Goals 1 to 8: reading, changing and creating sessions in memory.</summary>
internal static class CoreArea
{
    private const int Sessions = 100_000;
    private const int ManySessions = 1_000_000;

    public static void Run()
    {
        using var workers = new Workers();
        var report = new Report("core");
        var population = new Population(Sessions);
        ReadTable.Run(report, workers, population);
        GC.Collect();
        UpdateTables.RunSmall(report, workers, population);
        GC.Collect();
        UpdateTables.RunLarge(report, workers, new Population(ManySessions));
        GC.Collect();
        CreateTable.Run(report, workers);
        report.Write();
    }
}
