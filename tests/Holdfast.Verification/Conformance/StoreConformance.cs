using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>
/// What every part of the suite shares: a fresh store for each case. A part holds the promises of one subject; a store is bound to
/// all of them by a class for each that says nothing but which harness it runs on.
/// </summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public abstract class StoreConformance<THarness> : IAsyncLifetime
    where THarness : StoreHarness, new()
{
    private readonly THarness _harness = new();
    private StoreClient? _client;

    internal StoreHarness Harness => _harness;

    internal StoreClient Client => _client ?? throw new InvalidOperationException("The store was not opened.");

    internal IHoldfastStore Store => _harness.Store;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await _harness.OpenAsync(Settings);
        _client = new StoreClient(_harness);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _harness.CheckIntegrityAsync();
        }
        finally
        {
            await _harness.DisposeAsync();
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>What the cases of this part want of the store.</summary>
    private protected virtual StoreSettings Settings => new();

    private protected ValueTask AdvanceAsync(TimeSpan by) => _harness.AdvanceAsync(by);

    /// <summary>For cases about one exact instant.</summary>
    private protected void NeedsClockThatStandsStill() =>
        Assert.SkipUnless(_harness.ClockStandsStill, "This store's clock runs by itself; the case is about one exact instant.");
}
