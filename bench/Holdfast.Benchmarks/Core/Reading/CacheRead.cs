using Holdfast.Benchmarks.Load;
using Microsoft.Extensions.Caching.Memory;

namespace Holdfast.Benchmarks.Core.Reading;

/// <summary>The framework's memory cache with sliding expiration, by string.</summary>
internal sealed class CacheRead(string name, Sequence sequence, MemoryCache cache) : ReadContestant(name, sequence)
{
    public override long Run(int thread, int start, int count)
    {
        var sum = 0L;
        var names = Sequence.Names[thread];
        var at = PackedPayload.VisitsAt;
        for (var i = 0; i < count; i++)
        {
            if (cache.TryGetValue(names[(start + i) & Sequence.Mask], out var packed))
            {
                sum += PackedPayload.Number(((byte[])packed!).AsSpan(at));
            }
        }

        return sum;
    }
}
