using System.Buffers.Binary;
using System.Collections.Concurrent;
using Holdfast.Benchmarks.Load;
using Holdfast.Model;

namespace Holdfast.Benchmarks.Core.Creating;

/// <summary>The limit: a random id, the packed bytes, a dictionary. No secret, no digest, no deadline.</summary>
internal sealed class DictionaryCreate(string name) : CreateContestant(name)
{
    private ConcurrentDictionary<UInt128, byte[]> _sessions = new();

    public override void Prepare() => _sessions = new ConcurrentDictionary<UInt128, byte[]>();

    public override long Run(int thread, int start, int count)
    {
        var done = 0L;
        Span<byte> id = stackalloc byte[16];
        for (var i = 0; i < count; i++)
        {
            RandomPool.Fill(id);
            if (_sessions.TryAdd(BinaryPrimitives.ReadUInt128LittleEndian(id), PackedPayload.Pack(Values[i & (Distinct - 1)])))
            {
                done++;
            }
        }

        return done;
    }

    protected override long CountHeld() => _sessions.Count;
}
