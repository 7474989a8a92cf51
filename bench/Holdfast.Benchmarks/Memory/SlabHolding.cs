using System.Buffers.Binary;
using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Memory;

/// <summary>The limit: ids and packed payloads one behind the other in one array, found by open addressing. It can neither change nor forget.</summary>
internal sealed class SlabHolding(int count) : Holding
{
    private const int IdBytes = 16;

    // Of the places, 80 % are used.
    private readonly int[] _places = new int[count / 4 * 5];
    private byte[] _slab = [];
    private int _recordBytes;
    private int _held;

    public override void Add(int index, ReadOnlySpan<byte> id)
    {
        var packed = PackedPayload.Pack(Payload.Values(index, IsShort));
        if (_recordBytes == 0)
        {
            _recordBytes = IdBytes + packed.Length;
            _slab = new byte[(long)_recordBytes * count];
        }

        id.CopyTo(Record(_held));
        packed.CopyTo(Record(_held)[IdBytes..]);
        var place = First(id);
        while (_places[place] != 0)
        {
            place = (place + 1) % _places.Length;
        }

        _places[place] = ++_held;
    }

    public override long Visits(ReadOnlySpan<byte> id)
    {
        for (var place = First(id); _places[place] != 0; place = (place + 1) % _places.Length)
        {
            var record = Record(_places[place] - 1);
            if (record[..IdBytes].SequenceEqual(id))
            {
                return PackedPayload.Number(PackedPayload.Find(record[IdBytes..], "visits"u8));
            }
        }

        return -1;
    }

    private Span<byte> Record(int number) => _slab.AsSpan(number * _recordBytes, _recordBytes);

    private int First(ReadOnlySpan<byte> id) => (int)(BinaryPrimitives.ReadUInt32LittleEndian(id) % (uint)_places.Length);
}
