using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>What not every store can do: a case that needs it is skipped where it is absent, visibly.</summary>
internal static class Needs
{
    public static IQueryableStore Queries(IHoldfastStore store)
    {
        Assert.SkipUnless(store is IQueryableStore, $"The store '{store.Name}' cannot list its sessions.");
        return (IQueryableStore)store;
    }
}
