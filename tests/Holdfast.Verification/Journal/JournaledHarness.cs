using Holdfast.Storage;
using Holdfast.Storage.InProcess;
using Holdfast.Time;

namespace Holdfast.Verification;

/// <summary>The in-process store with a manual journal.</summary>
internal sealed class JournaledHarness : StoreHarness
{
    private InProcessStore? _store;

    public ManualTimeProvider Time { get; } = new();

    public ManualJournal Journal { get; } = new();

    public InProcessStore InProcess => _store ?? throw new InvalidOperationException("The harness was not opened.");

    public override Type StoreType => typeof(InProcessStore);

    internal override IHoldfastStore Store => InProcess;

    internal override DateTimeOffset Now => Time.GetUtcNow();

    public static async Task<JournaledHarness> OpenedAsync()
    {
        var harness = new JournaledHarness();
        await harness.OpenAsync(new StoreSettings());
        return harness;
    }

    public override ValueTask DisposeAsync() => InProcess.DisposeAsync();

    internal override ValueTask AdvanceAsync(TimeSpan by)
    {
        Time.Advance(by);
        return ValueTask.CompletedTask;
    }

    internal override ValueTask StartAsync(StoreSettings settings)
    {
        _store = new InProcessStore(new SessionClock(Time), settings.Limits, settings.EndedRetention, Journal);
        return ValueTask.CompletedTask;
    }
}
