using System.Buffers.Binary;
using Holdfast.Benchmarks.Load;
using Holdfast.Model;
using Microsoft.Extensions.Caching.Memory;

namespace Holdfast.Benchmarks.Core.Updating;

/// <summary>The framework's memory cache: get a blob, change a copy, set it. The last write wins.</summary>
internal sealed class CacheUpdate : UpdateContestant
{
    private readonly MemoryCache _cache;

    public CacheUpdate(string name, Sequence sequence, Population population, MemoryCache cache)
        : base(name, sequence, population)
    {
        _cache = cache;
        LosesUpdates = true;
    }

    public static MemoryCache Fill(Population population)
    {
        var cache = new MemoryCache(new MemoryCacheOptions());
        for (var i = 0; i < population.Count; i++)
        {
            Set(cache, population.Names[i], PackedPayload.Pack(i));
        }

        return cache;
    }

    public override long Run(int thread, int start, int count)
    {
        var done = 0L;
        var names = Sequence.Names[thread];
        for (var i = 0; i < count; i++)
        {
            var name = names[(start + i) & Sequence.Mask];
            if (_cache.TryGetValue(name, out var found))
            {
                var packed = ((byte[])found!).AsSpan().ToArray();
                var visits = packed.AsSpan(PackedPayload.VisitsAt);
                BinaryPrimitives.WriteInt64LittleEndian(visits, PackedPayload.Number(visits) + 1);
                Payload.NewThemeBytes.CopyTo(packed, PackedPayload.ThemeAt);
                Set(_cache, name, packed);
                done++;
            }
        }

        return done;
    }

    public override long SumOfVisits() =>
        Population.Names.Sum(name => PackedPayload.Number(((byte[])_cache.Get(name)!).AsSpan(PackedPayload.VisitsAt)));

    private static void Set(MemoryCache cache, string name, byte[] packed)
    {
        using var entry = cache.CreateEntry(name);
        entry.SlidingExpiration = Timeouts.DefaultIdle;
        entry.Value = packed;
    }
}
