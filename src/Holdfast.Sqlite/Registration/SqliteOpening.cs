using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Sqlite;

/// <summary>Opens the store before anything else of the host starts, so that no request waits for the recovery or is the first to hear of a broken file.</summary>
internal sealed class SqliteOpening(IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _ = services.GetRequiredService<SqliteStorage>();

        // A memory store has nothing to tidy before its first session; this one may have come with sessions that expired while nobody served them.
        services.GetRequiredService<SessionManager>().Sweeper.Start();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
