using Holdfast.Storage;
using Holdfast.Storage.InProcess;
using Holdfast.Time;
using Holdfast.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Tests;

/// <summary>A manager ends with its container, however that is disposed of.</summary>
[Trait("Feature", "53")]
public sealed class ManagerDisposalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dispose_OfAContainerThatCannotWait_EndsTheSessionsAndStopsTheTidying()
    {
        var time = new ManualTimeProvider();
        var services = new ServiceCollection().AddSingleton<TimeProvider>(time);
        services.AddHoldfast();
        var provider = services.BuildServiceProvider();
        var manager = provider.GetRequiredService<SessionManager>();
        var key = (await manager.CreateAsync(new NewSession(), Token)).Session!.Key;
        Assert.Equal(1, time.ArmedTimers);

        AtOnce(provider);

        Assert.Equal(0, time.ArmedTimers);
        Assert.Equal(Status.Unavailable, (await manager.GetAsync(key, Token)).Status);
        AtOnce(manager);
        await manager.DisposeAsync();
    }

    [Fact]
    public async Task Dispose_OnAStoreThatCannotBeDisposedAtOnce_BeginsToDisposeOfIt()
    {
        var time = new ManualTimeProvider();
        var clock = new SessionClock(time);
        var options = new HoldfastOptions();
        var store = new SlowlyDisposed(new InProcessStore(clock, options.Limits, options.EndedRetention));
        var manager = new SessionManager(store, options, clock);

        AtOnce(manager);

        Assert.True(store.IsAsked);
        store.End.Release(2); // also for being disposed of a second time
        await manager.DisposeAsync();
    }

    private static void AtOnce(IDisposable owner) => owner.Dispose();

    private sealed class SlowlyDisposed(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public SemaphoreSlim End { get; } = new(0);

        public bool IsAsked { get; private set; }

        public override async ValueTask DisposeAsync()
        {
            IsAsked = true;
            await End.WaitAsync();
            await base.DisposeAsync();
        }
    }
}
