using System.Buffers.Binary;
using System.Collections.Concurrent;
using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Memory;

/// <summary>A concurrent dictionary of packed payloads: no deadline, no version, no digest.</summary>
internal sealed class DictionaryHolding : Holding
{
    private readonly ConcurrentDictionary<UInt128, byte[]> _sessions = new();

    public override void Add(int index, ReadOnlySpan<byte> id) =>
        _sessions[BinaryPrimitives.ReadUInt128LittleEndian(id)] = PackedPayload.Pack(Payload.Values(index, IsShort));

    public override long Visits(ReadOnlySpan<byte> id) =>
        _sessions.TryGetValue(BinaryPrimitives.ReadUInt128LittleEndian(id), out var packed)
            ? PackedPayload.Number(PackedPayload.Find(packed, "visits"u8))
            : -1;
}
