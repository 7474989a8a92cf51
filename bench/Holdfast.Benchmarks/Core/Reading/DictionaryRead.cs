using System.Collections.Concurrent;
using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Core.Reading;

/// <summary>The limit: a dictionary's answer and eight bytes of it at a known place. Nothing expires and nothing is checked.</summary>
internal sealed class DictionaryRead(string name, Sequence sequence, ConcurrentDictionary<UInt128, byte[]> sessions)
    : ReadContestant(name, sequence)
{
    public override long Run(int thread, int start, int count)
    {
        var sum = 0L;
        var ids = Sequence.Ids[thread];
        var at = PackedPayload.VisitsAt;
        for (var i = 0; i < count; i++)
        {
            if (sessions.TryGetValue(ids[(start + i) & Sequence.Mask], out var packed))
            {
                sum += PackedPayload.Number(packed.AsSpan(at));
            }
        }

        return sum;
    }
}
