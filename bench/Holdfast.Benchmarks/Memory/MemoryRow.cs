using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Memory;

/// <summary>The rows of the memory table, and how each is made.</summary>
/// <param name="Id">What a child process is asked for.</param>
/// <param name="Name">What the table calls it.</param>
/// <param name="IsShort">Whether it holds the shorter payload.</param>
/// <param name="Make">Makes it, for so many sessions.</param>
internal sealed record MemoryRow(string Id, string Name, bool IsShort, Func<int, Holding> Make)
{
    public const string Limit = "slab";
    public const string Stock = "stock";
    public const string Anonymous = "anonymous";
    public const string ShortAnonymous = "anonymous-short";
    public const string OwnSubject = "own-subject";
    public const string ShortOwnSubject = "own-subject-short";
    public const string TenPerSubject = "ten-per-subject";

    public static readonly MemoryRow[] All =
    [
        new(Limit, "slab, open addressing (limit)", false, static count => new SlabHolding(count)),
        new(Anonymous, "**Holdfast**, anonymous", false, static _ => new HoldfastHolding(0)),
        new(TenPerSubject, "**Holdfast**, 10 sessions a subject", false, static _ => new HoldfastHolding(10)),
        new(OwnSubject, "**Holdfast**, a subject each", false, static _ => new HoldfastHolding(1)),
        new("dictionary", "`ConcurrentDictionary<UInt128, byte[]>`, packed", false, static _ => new DictionaryHolding()),
        new("cache", "MemoryCache, packed", false, static _ => new CacheHolding()),
        new(Stock, "stock session's blobs", false, static _ => new StockHolding()),
        new("slab-short", "slab, open addressing (limit)", true, static count => new SlabHolding(count) { IsShort = true }),
        new(ShortAnonymous, "**Holdfast**, anonymous", true, static _ => new HoldfastHolding(0) { IsShort = true }),
        new(ShortOwnSubject, "**Holdfast**, a subject each", true, static _ => new HoldfastHolding(1) { IsShort = true }),
        new("dictionary-short", "`ConcurrentDictionary<UInt128, byte[]>`, packed", true, static _ => new DictionaryHolding { IsShort = true }),
    ];

    public int PayloadBytes => IsShort ? Payload.ShortBytes : Payload.Bytes;
}
