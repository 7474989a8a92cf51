namespace Holdfast.Sqlite.Tests;

/// <summary>The durable store in relaxed mode.</summary>
public sealed class RelaxedHarness : SqliteHarness
{
    private protected override SqliteOptions Options => new() { Durability = SqliteDurability.Relaxed };
}
