using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Benchmarks.Harness;

namespace Holdfast.Benchmarks.Http.Clients;

/// <summary>One round of <c>wrk</c>: closed loop, so many connections with a session each.</summary>
internal static partial class Wrk
{
    public const int Connections = 32;

    public static WrkRound Run(Server server, string path, int seconds)
    {
        var start = new ProcessStartInfo(
            "wrk",
            [
                $"-t{Connections}", $"-c{Connections}", $"-d{seconds}s", "--latency", "-s", Path.Combine(AppContext.BaseDirectory, "Http", "Clients", "cookie.lua"),
                $"http://127.0.0.1:{server.Port}{path}", "--", .. server.Cookies.Take(Connections),
            ])
        { RedirectStandardOutput = true };
        using var wrk = Process.Start(start) ?? throw new InvalidOperationException("wrk did not start.");
        var output = wrk.StandardOutput.ReadToEnd();
        wrk.WaitForExit();
        if (wrk.ExitCode != 0 || output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal))
        {
            throw new BenchmarkFailedException($"{server.Kind.Name}, {path}: {output}");
        }

        var latency = P99().Match(output);
        return new WrkRound(
            double.Parse(Rate().Match(output).Groups["rate"].ValueSpan, CultureInfo.InvariantCulture),
            long.Parse(Requests().Match(output).Groups["count"].ValueSpan, CultureInfo.InvariantCulture),
            double.Parse(latency.Groups["time"].ValueSpan, CultureInfo.InvariantCulture) * Milliseconds(latency.Groups["unit"].Value));
    }

    private static double Milliseconds(string unit) => unit switch
    {
        "us" => 0.001,
        "ms" => 1,
        "s" => 1000,
        _ => throw new BenchmarkFailedException($"wrk answered in '{unit}'."),
    };

    [GeneratedRegex(@"Requests/sec:\s+(?<rate>[\d.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"(?<count>\d+) requests in", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Requests();

    [GeneratedRegex(@"99%\s+(?<time>[\d.]+)(?<unit>us|ms|s)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex P99();
}
