using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Load;
using Holdfast.Benchmarks.Reporting;

namespace Holdfast.Benchmarks.Allocations;

/// <summary>Goal 4 once more, by BenchmarkDotNet: bytes are what it measures well.</summary>
internal static class AllocationsArea
{
    public static void Run()
    {
        var report = new Report("allocations");
        var config = new ManualConfig()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(Path.Combine(RepositoryRoot.Path, "artifacts", "benchmarkdotnet"));
        var summary = BenchmarkRunner.Run<AllocationBenchmarks>(config);
        if (summary.HasCriticalValidationErrors || summary.Reports.Length == 0 || summary.Reports.Any(static run => !run.Success))
        {
            throw new BenchmarkFailedException("BenchmarkDotNet did not run all benchmarks.");
        }

        var bytes = summary.Reports.ToDictionary(
            static run => run.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
            static run => run.GcStats.GetBytesAllocatedPerOperation(run.BenchmarkCase) ?? 0,
            StringComparer.Ordinal);
        report.Section("Bytes per operation", "By BenchmarkDotNet's memory diagnoser, 1 000 sessions.");
        report.Lines(["| Operation | B/op |", "|---|---|", .. bytes.Select(static entry => $"| {entry.Key} | {entry.Value} |")]);
        Add("read, store", bytes["Holdfast, store: read"], 0, 0);
        Add("read, `SessionManager`", bytes["Holdfast, SessionManager: read"], 64, 0);
        Add("update beyond the payload, store", bytes["Holdfast, store: update"] - Payload.Bytes, 128, 64);
        Add("update beyond the payload, `SessionManager`", bytes["Holdfast, SessionManager: update"] - Payload.Bytes, 128, 64);
        report.Write();

        void Add(string text, long value, long floor, long aim) => report.Add(new Goal(4, "bytes: " + text, value, floor, aim, true, " B"));
    }
}
