using Holdfast.Storage;
using Holdfast.Storage.InProcess;
using Holdfast.Time;

namespace Holdfast.Verification;

/// <summary>The in-process store on a manual clock.</summary>
public class InProcessHarness : StoreHarness
{
    private readonly ManualTimeProvider _time = new();
    private InProcessStore? _inner;
    private IHoldfastStore? _store;

    /// <inheritdoc/>
    public override Type StoreType => typeof(InProcessStore);

    internal override IHoldfastStore Store => _store ?? throw new InvalidOperationException("The harness was not opened.");

    internal override DateTimeOffset Now => _time.GetUtcNow();

    internal override ValueTask AdvanceAsync(TimeSpan by)
    {
        _time.Advance(by);
        return ValueTask.CompletedTask;
    }

    internal override ValueTask StartAsync(StoreSettings settings)
    {
        _inner = new InProcessStore(new SessionClock(ClockOver(_time)), settings.Limits, settings.EndedRetention);
        _store = Decorate(_inner);
        return ValueTask.CompletedTask;
    }

    internal override ValueTask CheckIntegrityAsync()
    {
        if (_inner is not null) StoreIntegrity.Check(_inner);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What the store reads the time from.</summary>
    private protected virtual TimeProvider ClockOver(ManualTimeProvider time) => time;

    /// <summary>Puts something around the store: how the suite itself is tested on broken ones.</summary>
    private protected virtual IHoldfastStore Decorate(IHoldfastStore store) => store;
}
