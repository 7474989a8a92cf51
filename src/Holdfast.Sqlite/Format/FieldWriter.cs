using System.Buffers.Binary;
using Holdfast.Model;
using Holdfast.Operations;

namespace Holdfast.Sqlite.Format;

/// <summary>Bytes that grow as fields are written behind one another. Kept and used again by its one owner, for the same journal.</summary>
internal sealed class FieldWriter(int capacity)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear(int keep = 0) => Length = keep;

    /// <summary>Takes room for something that is filled in later.</summary>
    public Span<byte> Reserve(int length)
    {
        Ensure(length);
        var room = _bytes.AsSpan(Length, length);
        Length += length;
        return room;
    }

    public Span<byte> At(int offset, int length) => _bytes.AsSpan(offset, length);

    public void Byte(byte value)
    {
        Ensure(1);
        _bytes[Length++] = value;
    }

    public void End() => Byte((byte)Field.None);

    public void Number(Field field, ulong value)
    {
        Ensure(1 + Varint.MaxBytes);
        _bytes[Length++] = (byte)((int)field << 1);
        Length = Varint.Write(_bytes, Length, value);
    }

    public void Signed(Field field, long value) => Number(field, Varint.Zigzag(value));

    public void Bytes(Field field, ReadOnlySpan<byte> value) => value.CopyTo(Start(field, value.Length));

    public void Identity(SessionIdentity identity)
    {
        var room = Start(Field.Identity, identity.KeyLow == 0 ? 8 : 16);
        BinaryPrimitives.WriteUInt64LittleEndian(room, identity.Incarnation);
        if (identity.KeyLow != 0)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(room[8..], identity.KeyLow);
        }
    }

    public void Digest(Field field, in SecretDigest digest)
    {
        ReadOnlySpan<byte> bytes = digest;
        Bytes(field, bytes);
    }

    /// <summary>A state; its words that the store moves on in place are read once each, so that none is torn.</summary>
    public void Image(SessionImage image, long position)
    {
        var room = Start(Field.Image, image.Bytes.Length);
        image.Bytes.CopyTo(room);
        BinaryPrimitives.WriteInt64LittleEndian(room[SessionImage.LastActivityAt..], image.LastActivity);
        BinaryPrimitives.WriteInt64LittleEndian(room[SessionImage.PositionAt..], position);
        if (image.HasSubject)
        {
            BinaryPrimitives.WriteInt32LittleEndian(room[SessionImage.SubjectEpochAt..], image.SubjectEpoch);
        }
    }

    private Span<byte> Start(Field field, int length)
    {
        Ensure(1 + Varint.MaxBytes + length);
        _bytes[Length++] = (byte)(((int)field << 1) | 1);
        Length = Varint.Write(_bytes, Length, (ulong)length);
        var room = _bytes.AsSpan(Length, length);
        Length += length;
        return room;
    }

    private void Ensure(int more)
    {
        if (_bytes.Length - Length < more)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + more));
        }
    }
}
