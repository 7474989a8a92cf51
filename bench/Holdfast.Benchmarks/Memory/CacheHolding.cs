using Holdfast.Benchmarks.Load;
using Holdfast.Model;
using Microsoft.Extensions.Caching.Memory;

namespace Holdfast.Benchmarks.Memory;

/// <summary>The framework's memory cache of packed payloads, by string, with sliding expiration.</summary>
internal sealed class CacheHolding : Holding
{
    private readonly MemoryCache _cache = new(new MemoryCacheOptions());

    public override void Dispose()
    {
        _cache.Dispose();
        base.Dispose();
    }

    public override void Add(int index, ReadOnlySpan<byte> id)
    {
        using var entry = _cache.CreateEntry(new Guid(id).ToString());
        entry.SlidingExpiration = Timeouts.DefaultIdle;
        entry.Value = PackedPayload.Pack(Payload.Values(index, IsShort));
    }

    public override long Visits(ReadOnlySpan<byte> id) =>
        _cache.TryGetValue(new Guid(id).ToString(), out var packed)
            ? PackedPayload.Number(PackedPayload.Find((byte[])packed!, "visits"u8))
            : -1;
}
