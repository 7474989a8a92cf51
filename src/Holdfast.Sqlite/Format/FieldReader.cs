using System.Buffers.Binary;
using Holdfast.Operations;

namespace Holdfast.Sqlite.Format;

/// <summary>Reads fields behind one another. What it reads was checksummed; what does not fit all the same throws <see cref="InvalidDataException"/>.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _offset;

    public ulong Value { get; private set; }

    public ReadOnlySpan<byte> Content { get; private set; }

    public readonly int Left => _bytes.Length - _offset;

    public readonly long Signed => Varint.Unzigzag(Value);

    public byte Byte() => _offset < _bytes.Length ? _bytes[_offset++] : throw Misfit();

    /// <summary>Moves to the next field; false at the record's end.</summary>
    public bool Next(out Field field)
    {
        int tag = Byte();
        field = (Field)(tag >> 1);
        if (tag == 0)
        {
            return false;
        }

        Value = Number();
        if ((tag & 1) != 0)
        {
            if (Value > (ulong)(_bytes.Length - _offset))
            {
                throw Misfit();
            }

            Content = _bytes.Slice(_offset, (int)Value);
            _offset += (int)Value;
        }

        return true;
    }

    public readonly SessionIdentity Identity() => Content.Length switch
    {
        8 => new SessionIdentity(BinaryPrimitives.ReadUInt64LittleEndian(Content), 0),
        16 => new SessionIdentity(BinaryPrimitives.ReadUInt64LittleEndian(Content), BinaryPrimitives.ReadUInt64LittleEndian(Content[8..])),
        _ => throw Misfit(),
    };

    private static InvalidDataException Misfit() => new("A field is longer than the record it stands in.");

    private ulong Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Misfit();
    }
}
