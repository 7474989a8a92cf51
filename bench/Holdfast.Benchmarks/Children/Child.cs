using System.Diagnostics;
using Holdfast.Benchmarks.Harness;

namespace Holdfast.Benchmarks.Children;

/// <summary>
/// This program again, in a process of its own: asked by lines on its input, answering by lines on its output. It ends when its input
/// is closed, so it never outlives the run.
/// </summary>
internal sealed class Child : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;

    public Child(params IEnumerable<string> arguments)
    {
        var host = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        var isHostedByDotnet = Path.GetFileNameWithoutExtension(host) == "dotnet";
        _process = Process.Start(new ProcessStartInfo(host, isHostedByDotnet ? [typeof(Child).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("A child process did not start.");
    }

    public int Id => _process.Id;

    public string Read() =>
        _process.StandardOutput.ReadLineAsync().WaitAsync(Patience).GetAwaiter().GetResult()
        ?? throw new BenchmarkFailedException($"A child process ended with {ExitCode()} instead of answering.");

    public string Ask(string question)
    {
        _process.StandardInput.WriteLine(question);
        _process.StandardInput.Flush();
        return Read();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private string ExitCode() => _process.WaitForExit(TimeSpan.FromSeconds(5)) ? $"{_process.ExitCode}" : "no exit code";
}
