using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Holdfast.Cli.Tests.Processes;

/// <summary>The built program itself, started as a user starts it.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    public const int Interrupt = 2;
    public const int Kill9 = 9;
    public const int Terminate = 15;

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private ServerProcess(Process process)
    {
        _process = process;
        // Read all the time: a program whose error stream is full would stand still.
        process.ErrorDataReceived += (_, line) => _errors.Append(line.Data is null ? string.Empty : $"{line.Data}\n");
        process.BeginErrorReadLine();
    }

    /// <summary>Everything on the standard output so far.</summary>
    public string Output => _output.ToString();

    /// <summary>Where the shop is, once it has started.</summary>
    public Uri? Address { get; private set; }

    public static ServerProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Program() },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Not the repository: the program must not care where it is started.
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("HOLDFAST_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        // A store of its own is a test's own business; the default one would be everybody's.
        start.Environment["HOLDFAST_STORE"] = "memory";
        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>Starts the demo on a free port and reads until it says how to stop it.</summary>
    public static async Task<ServerProcess> StartDemoAsync(params string[] more)
    {
        var server = Start(["serve", "--demo", "--urls", "http://127.0.0.1:0", .. more]);
        while (await server._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            server._output.AppendLine(line);
            if (line.Contains("Shop", StringComparison.Ordinal))
            {
                server.Address = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..].Trim());
            }

            if (line.Contains("Press Ctrl-C", StringComparison.Ordinal))
            {
                return server;
            }
        }

        var (code, output, errors) = await server.EndAsync();
        throw new InvalidOperationException($"The server ended with {code} instead of starting: {output}{errors}");
    }

    public void Send(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    /// <summary>Waits for its end: exit code, the rest of the standard output, the standard error.</summary>
    public async Task<(int Code, string Output, string Errors)> EndAsync()
    {
        _output.Append(await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, Output, _errors.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    // artifacts/bin/<this project>/<configuration>/ stands beside artifacts/bin/Holdfast.Cli/<configuration>/.
    private static string Program()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(here.Parent!.Parent!.FullName, "Holdfast.Cli", here.Name, "Holdfast.Cli.dll");
        Assert.True(File.Exists(program), $"The program was not built: {program}");
        return program;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
