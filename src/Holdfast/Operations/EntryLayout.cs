using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    /// <summary>Where the entry of a key of a known length ends, and where its value's header stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Open(ReadOnlySpan<byte> bytes, int start, int keyLength, out int headerAt)
    {
        var at = start;
        var body = Varint.ReadLength(bytes, ref at);
        headerAt = at + Varint.Size((ulong)keyLength) + keyLength;
        return at + body;
    }

    /// <summary>Where a key's entry starts, or -1. A walk over the keys: a session has few, and a walk touches memory in order.</summary>
    public static int Find(SessionImage image, ReadOnlySpan<byte> key) => Find(image.Bytes, image.DataOffset, key);

    /// <summary>The same in an image that is being written: its bytes up to the end of its data, and where its data begins.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // its loop wants all the registers
    public static int Find(ReadOnlySpan<byte> bytes, int start, ReadOnlySpan<byte> key)
    {
        // Most entries are shorter than 128 bytes, so both lengths are single bytes and the first eight bytes of a key are one
        // comparison. The image is well-formed and starts with SessionImage.FixedSize bytes, so reading eight back from its end is safe.
        ref var first = ref MemoryMarshal.GetReference(bytes);
        var lastWord = bytes.Length - sizeof(ulong);
        var prefix = Prefix(key, out var mask);
        while (start < bytes.Length)
        {
            int body = Unsafe.Add(ref first, start);
            if (body >= 0x80)
            {
                if (IsAt(bytes, start, key, out var next))
                {
                    return start;
                }

                start = next;
                continue;
            }

            if (Unsafe.Add(ref first, start + 1) == key.Length)
            {
                var keyAt = start + 2;
                var isWhole = keyAt <= lastWord;
                var isPrefix = !isWhole
                    || ((Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, keyAt)) ^ prefix) & mask) == 0;
                if (isPrefix
                    && ((isWhole && key.Length <= sizeof(ulong)) || bytes.Slice(keyAt, key.Length).SequenceEqual(key)))
                {
                    return start;
                }
            }

            start += 1 + body;
        }

        return -1;
    }

    private static ulong Prefix(ReadOnlySpan<byte> key, out ulong mask)
    {
        if (key.Length >= sizeof(ulong))
        {
            mask = ulong.MaxValue;
            return Unsafe.ReadUnaligned<ulong>(ref MemoryMarshal.GetReference(key));
        }

        ref var first = ref MemoryMarshal.GetReference(key);
        mask = (1UL << (8 * key.Length)) - 1;
        if (key.Length >= sizeof(uint))
        {
            // The two halves overlap in bytes that are the same in both.
            var rest = key.Length - sizeof(uint);
            return Unsafe.ReadUnaligned<uint>(ref first) | ((ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, rest)) << (8 * rest));
        }

        ulong prefix = 0;
        for (var i = 0; i < key.Length; i++)
        {
            prefix |= (ulong)key[i] << (8 * i);
        }

        return prefix;
    }

    private static bool IsAt(ReadOnlySpan<byte> bytes, int start, ReadOnlySpan<byte> key, out int next)
    {
        var offset = start;
        var body = Varint.ReadLength(bytes, ref offset);
        next = offset + body;
        return Varint.ReadLength(bytes, ref offset) == key.Length && bytes.Slice(offset, key.Length).SequenceEqual(key);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Body(int keyLength, int valueLength, long version) =>
        Varint.Size((ulong)keyLength) + keyLength + ValueHeader.Size(valueLength) + valueLength + Varint.Size((ulong)version);
}
