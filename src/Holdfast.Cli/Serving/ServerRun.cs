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
        await using var app = Server.Build(settings);
        if (await StartAsync(app, settings, surroundings) is { } refused)
        {
            return refused;
        }

        app.Services.GetRequiredService<StartupLogGate>().Open();
        surroundings.Output.Write(StartText.Of(settings, app.Urls));
        surroundings.Output.Flush();
        await app.WaitForShutdownAsync();
        surroundings.Output.WriteLine("Holdfast has stopped.");
        return ExitCode.Done;
    }

    /// <summary>Starts; null when that went well, else the exit code, after a line that says why.</summary>
    private static async Task<int?> StartAsync(WebApplication app, ServeSettings settings, Surroundings surroundings)
    {
        try
        {
            await app.StartAsync();
            return null;
        }
        catch (OptionsValidationException failure)
        {
            foreach (var error in failure.Failures)
            {
                surroundings.Complain(error);
            }

            return ExitCode.WrongUsage;
        }
        catch (SqliteStoreException failure)
        {
            surroundings.Complain(failure.Message);
            return ExitCode.Failed;
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            surroundings.Complain($"{Urls(settings)}: the port is in use. Stop the program that has it, or choose another with {KnownSettings.Urls.Flag}.");
            return ExitCode.Failed;
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            surroundings.Complain($"cannot listen on {Urls(settings)}: {failure.Message}");
            return ExitCode.Failed;
        }
    }

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
