using System.Collections.Concurrent;
using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Core.Reading;

/// <summary>As the limit, looking the key up in the session's bytes: what it costs that a session is no fixed record.</summary>
internal sealed class DictionaryFind(string name, Sequence sequence, ConcurrentDictionary<UInt128, byte[]> sessions)
    : ReadContestant(name, sequence)
{
    public override long Run(int thread, int start, int count)
    {
        var sum = 0L;
        var ids = Sequence.Ids[thread];
        for (var i = 0; i < count; i++)
        {
            if (sessions.TryGetValue(ids[(start + i) & Sequence.Mask], out var packed))
            {
                sum += PackedPayload.Number(PackedPayload.Find(packed, "visits"u8));
            }
        }

        return sum;
    }
}
