using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;

namespace Holdfast.Benchmarks.Reporting;

/// <summary>When, what and on what: without it a table means nothing. No host name and no path.</summary>
internal static class Machine
{
    public static IEnumerable<string> Describe()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        yield return $"- Date: {TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC";
        yield return $"- Commit: {Commit()}";
        yield return $"- Machine: {Environment.ProcessorCount} cores of {Processor()}, {memory:0} GiB, load before the run {Load()}";
        yield return $"- Runtime: {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Split(' ')[0]} {RuntimeInformation.ProcessArchitecture}, "
            + $"{(GCSettings.IsServerGC ? "server" : "workstation")} collector";
    }

    private static string Commit()
    {
        var commit = Git("rev-parse", "--short", "HEAD").Trim();
        var changed = Git("status", "--porcelain", "--", "src", "bench/Holdfast.Benchmarks").Trim().Length > 0;
        return changed ? commit + " with changes" : commit;
    }

    private static string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", .. arguments])
        {
            WorkingDirectory = RepositoryRoot.Path,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start) ?? throw new InvalidOperationException("git did not start.");
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return output;
    }

    private static string Processor() =>
        File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown"
            : "unknown";

    private static string Load() =>
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
