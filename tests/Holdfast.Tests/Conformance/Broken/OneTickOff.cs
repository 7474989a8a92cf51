using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>Reads the clock wrongly whenever it decides about expiry, and rightly when it creates.</summary>
internal abstract class OneTickOff(IHoldfastStore inner, long ticks) : DelegatingStore(inner)
{
    public override ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken)
    {
        var copy = command;
        return SkewedTimeProvider.Skewed(ticks, () => Inner.LoadAsync(copy, cancellationToken));
    }

    public override ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken)
    {
        var copy = command;
        return SkewedTimeProvider.Skewed(ticks, () => Inner.ApplyAsync(copy, cancellationToken));
    }

    public override ValueTask<StoreResult> TouchAsync(in TouchCommand command, CancellationToken cancellationToken)
    {
        var copy = command;
        return SkewedTimeProvider.Skewed(ticks, () => Inner.TouchAsync(copy, cancellationToken));
    }
}
