using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>The in-process store with one promise broken.</summary>
internal sealed class BrokenHarness<TStore> : InProcessHarness
    where TStore : DelegatingStore
{
    private protected override TimeProvider ClockOver(ManualTimeProvider time) => new SkewedTimeProvider(time);

    private protected override IHoldfastStore Decorate(IHoldfastStore store) => (IHoldfastStore)Activator.CreateInstance(typeof(TStore), store)!;
}
