using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>
/// Lets others in between what a caller reads and what it does then. A call of the store is one step, so these are all the places
/// where others can come in, besides the beginning of an operation and its wait for a sync.
/// </summary>
internal sealed class PacedStore(IHoldfastStore inner) : DelegatingStore(inner)
{
    public override ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken) =>
        PacedAsync(Inner.LoadAsync(command, cancellationToken));

    private static async ValueTask<StoreResult> PacedAsync(ValueTask<StoreResult> loading)
    {
        var result = await loading;
        await Yield.Point("after the load");
        return result;
    }
}
