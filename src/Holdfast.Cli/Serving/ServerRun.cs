using System.Net.Sockets;
using Holdfast.Cli.Commands;
using Holdfast.Cli.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Holdfast.Cli.Serving;

/// <summary>One run of the server, from the start to the exit code. Ctrl-C and SIGTERM end it cleanly.</summary>
internal static class ServerRun
{
    public static async Task<int> RunAsync(ServeSettings settings, Surroundings surroundings)
    {
        foreach (var warning in StartText.Warnings(settings))
        {
            surroundings.Complain(warning);
        }

        settings = WithStoreThatRuns(settings, surroundings);
        var (started, exitCode) = await StartAsync(settings, surroundings);
        if (started is null)
        {
            return exitCode;
        }

        await using var app = started;
        app.Services.GetRequiredService<StartupLogGate>().Open();
        surroundings.Output.Write(StartText.Of(settings, app.Urls));
        surroundings.Output.Flush();
        await app.WaitForShutdownAsync();
        surroundings.Output.WriteLine("Holdfast has stopped.");
        return ExitCode.Done;
    }

    /// <summary>Builds and starts; no server and an exit code, after a line that says why, when that cannot be done.</summary>
    private static async Task<(WebApplication? App, int ExitCode)> StartAsync(ServeSettings settings, Surroundings surroundings)
    {
        WebApplication? app = null;
        try
        {
            app = Server.Build(settings);
            await app.StartAsync();
            return (app, ExitCode.Done);
        }
        catch (Exception failure) when (Explain(failure, settings) is { } explained)
        {
            foreach (var line in explained.Lines)
            {
                surroundings.Complain(line);
            }

            if (app is not null)
            {
                await app.DisposeAsync();
            }

            return (null, explained.ExitCode);
        }
    }

    private static (int ExitCode, IEnumerable<string> Lines)? Explain(Exception failure, ServeSettings settings) => failure switch
    {
        OptionsValidationException options => (ExitCode.WrongUsage, options.Failures),
        SqliteStoreException => (ExitCode.Failed, [failure.Message]),
        IOException { InnerException: AddressInUseException } =>
            (ExitCode.Failed, [$"{Urls(settings)}: the port is in use. Stop the program that has it, or choose another with {KnownSettings.Urls.Flag}."]),
        SocketException or IOException => (ExitCode.Failed, [$"cannot listen on {Urls(settings)}: {failure.Message}"]),
        _ => null,
    };

    // Whoever asked for the durable store must not get another without noticing; whoever just tries the demo gets it running.
    private static ServeSettings WithStoreThatRuns(ServeSettings settings, Surroundings surroundings)
    {
        if (!settings.Store.IsDefault || settings.Store.Directory is null || SqliteAvailability.FindProblem() is not { } problem)
        {
            return settings;
        }

        surroundings.Complain($"warning: sessions are in memory and end with the server. {problem}");
        return settings with { Store = StoreChoice.Memory };
    }

    private static string Urls(ServeSettings settings) => string.Join(" or ", settings.Addresses.Select(address => address.Url));
}
