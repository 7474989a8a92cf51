using System.Runtime.CompilerServices;

namespace Holdfast.Operations;

/// <summary>
/// One data key in an image: varint length of what follows, varint key length, key, value header, value, varint version. The length in
/// front lets a search step over keys without decoding them.
/// </summary>
internal static class EntryLayout
{
    public static int Size(int keyLength, int valueLength, long version)
    {
        var body = Body(keyLength, valueLength, version);
        return Varint.Size((ulong)body) + body;
    }

    public static int WriteStart(Span<byte> bytes, int offset, ReadOnlySpan<byte> key, SessionValueKind kind, int valueLength, long version)
    {
        offset = Varint.Write(bytes, offset, (ulong)Body(key.Length, valueLength, version));
        offset = Varint.Write(bytes, offset, (ulong)key.Length);
        key.CopyTo(bytes[offset..]);
        return ValueHeader.Write(bytes, offset + key.Length, kind, valueLength);
    }

    /// <summary>Decodes the entry that starts at an offset.</summary>
    public static ImageEntry Read(ReadOnlySpan<byte> bytes, int start)
    {
        var offset = start;
        var body = Varint.ReadLength(bytes, ref offset);
        var entry = new ImageEntry { Start = start, End = offset + body };
        entry.KeyLength = Varint.ReadLength(bytes, ref offset);
        entry.KeyOffset = offset;
        offset += entry.KeyLength;
        entry.Kind = ValueHeader.Read(bytes, ref offset, out entry.ValueLength);
        entry.ValueOffset = offset;
        offset += entry.ValueLength;
        entry.Version = (long)Varint.Read(bytes, ref offset);
        return entry;
    }

    /// <summary>Where a key's entry starts, or -1. A walk over the keys: a session has few, and a walk touches memory in order.</summary>
    public static int Find(SessionImage image, ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> bytes = image.Bytes;
        var start = image.DataOffset;
        if (key.IsEmpty)
        {
            return -1;
        }

        var first = key[0];
        while (start < bytes.Length)
        {
            var offset = start;
            var body = Varint.ReadLength(bytes, ref offset);
            var next = offset + body;
            if (Varint.ReadLength(bytes, ref offset) == key.Length
                && bytes[offset] == first
                && bytes.Slice(offset, key.Length).SequenceEqual(key))
            {
                return start;
            }

            start = next;
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Body(int keyLength, int valueLength, long version) =>
        Varint.Size((ulong)keyLength) + keyLength + ValueHeader.Size(valueLength) + valueLength + Varint.Size((ulong)version);
}
