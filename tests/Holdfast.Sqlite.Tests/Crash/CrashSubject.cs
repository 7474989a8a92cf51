using System.Diagnostics;
using System.Text;

namespace Holdfast.Sqlite.Tests.Crash;

/// <summary>A process that works on a store until it is killed. Everything it said before is a promise.</summary>
internal sealed class CrashSubject : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private CrashSubject(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => _errors.Append(line.Data).Append('\n');
        process.BeginErrorReadLine();
    }

    public static CrashSubject Start(string directory, params string[] more)
    {
        // artifacts/bin/<this project>/<configuration>/ stands beside that of the subject.
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(here.Parent!.Parent!.FullName, "Holdfast.CrashSubject", here.Name, "Holdfast.CrashSubject.dll");
        Assert.True(File.Exists(program), $"The program was not built: {program}");
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[program, directory, .. more]) start.ArgumentList.Add(argument);
        return new CrashSubject(Process.Start(start)!);
    }

    /// <summary>Reads on until it has said so much, kills it, and answers all that it said.</summary>
    public async Task<IReadOnlyList<string>> KillAfterAsync(int facts)
    {
        var said = new List<string>();
        var token = TestContext.Current.CancellationToken;
        while (said.Count < facts && await _process.StandardOutput.ReadLineAsync(token) is { } line) said.Add(line);
        Assert.True(said.Count >= facts, $"It ended by itself after {said.Count} facts: {_errors}");
        _process.Kill();
        while (await _process.StandardOutput.ReadLineAsync(token) is { } line) said.Add(line);
        await _process.WaitForExitAsync(token);
        return said;
    }

    /// <summary>Kills it whatever it does, perhaps while it recovers.</summary>
    public async Task<IReadOnlyList<string>> KillNowAsync()
    {
        _process.Kill();
        var rest = await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var lines = rest.Split('\n');
        return lines[..^1]; // the last line is empty, or was cut off
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
