using Holdfast.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Sqlite.Tests;

/// <summary>The store as an application registers it.</summary>
public sealed class RegistrationTests
{
    [Fact]
    [Trait("Invariant", "7")]
    [Trait("Feature", "16")]
    public async Task Start_SessionsOfAnEarlierRun_AreTidiedWithoutANewOne()
    {
        using var directory = new TemporaryDirectory();
        var time = new ManualTimeProvider();
        await using (var first = Provide(directory.Path, time))
        {
            await StartAsync(first);
            var created = await first.GetRequiredService<SessionManager>().CreateAsync(new NewSession { Subject = "ada" }, TestContext.Current.CancellationToken);
            Assert.Equal(Status.Ok, created.Status);
        }

        await using var second = Provide(directory.Path, time);
        Assert.Equal(0, time.ArmedTimers);
        await StartAsync(second);

        Assert.Equal(1, time.ArmedTimers);
        var statistics = await second.GetRequiredService<SessionManager>().GetStatisticsAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (statistics!.Created, statistics.Active));
    }

    private static ServiceProvider Provide(string path, TimeProvider time)
    {
        var services = new ServiceCollection().AddSingleton(time);
        services.AddHoldfast().UseSqlite(path);
        return services.BuildServiceProvider();
    }

    private static async Task StartAsync(ServiceProvider provider)
    {
        foreach (var service in provider.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
            await service.StartingAsync(TestContext.Current.CancellationToken);
    }
}
