using Holdfast.Diagnostics;
using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>The in-process store behind the one that makes an activity of each operation.</summary>
public sealed class TracedHarness : InProcessHarness
{
    public override Type StoreType => typeof(TracedStore);

    private protected override IHoldfastStore Decorate(IHoldfastStore store) => new TracedAndListed(store);

    // A manager traces its queries itself and asks the store behind for them; and what traces owns nothing, so it disposes of nothing.
    private sealed class TracedAndListed(IHoldfastStore store) : DelegatingStore(new TracedStore(store)), IQueryableStore
    {
        ValueTask<CandidatePage> IQueryableStore.ReadCandidatesAsync(string? subject, bool ended, string? cursor, int limit, CancellationToken cancellationToken) =>
            ((IQueryableStore)store).ReadCandidatesAsync(subject, ended, cursor, limit, cancellationToken);

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await store.DisposeAsync();
        }
    }
}
