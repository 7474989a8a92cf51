using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>
/// A store under test and the clock it lives by. Each kind of store has one; it is all that the conformance suite knows of the
/// store's technology.
/// </summary>
/// <remarks>Each test makes its own and opens it once. A harness belongs to one test; the store it opens is for all threads.</remarks>
public abstract class StoreHarness : IAsyncDisposable
{
    /// <summary>The class of the store, by which the suite finds stores that nobody tests.</summary>
    public abstract Type StoreType { get; }

    /// <summary>
    /// Whether the store's clock stands still until <see cref="AdvanceAsync"/> moves it. If not, the cases that ask what happens at one exact
    /// instant are skipped, visibly.
    /// </summary>
    public virtual bool ClockStandsStill => true;

    /// <summary>The store, empty; open it first.</summary>
    internal abstract IHoldfastStore Store { get; }

    /// <summary>What it was opened with.</summary>
    internal StoreSettings Settings { get; private set; } = new();

    /// <summary>The store's present instant, UTC.</summary>
    internal abstract DateTimeOffset Now { get; }

    internal async ValueTask OpenAsync(StoreSettings settings)
    {
        Settings = settings;
        await StartAsync(settings);
    }

    /// <summary>Lets time pass for the store; exact to the tick where the clock stands still.</summary>
    internal abstract ValueTask AdvanceAsync(TimeSpan by);

    /// <summary>Makes the store, fresh and empty.</summary>
    internal abstract ValueTask StartAsync(StoreSettings settings);

    /// <summary>Walks the store's own structure and throws if it contradicts itself; nothing where there is nothing to walk.</summary>
    internal virtual ValueTask CheckIntegrityAsync() => ValueTask.CompletedTask;

    /// <summary>Takes the store down.</summary>
    public abstract ValueTask DisposeAsync();
}
