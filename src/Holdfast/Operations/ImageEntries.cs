using System.Runtime.CompilerServices;

namespace Holdfast.Operations;

/// <summary>Walks an image's data keys in order.</summary>
internal ref struct ImageEntries(byte[] image, int offset, int count)
{
    private readonly byte[] _bytes = image;
    private int _offset = offset;
    private int _left = count;

    public ImageEntry Current { get; private set; }

    public readonly ImageEntries GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_left == 0)
        {
            return false;
        }

        _left--;
        ReadOnlySpan<byte> bytes = _bytes;
        var entry = new ImageEntry { Start = _offset, KeyLength = Varint.ReadLength(bytes, ref _offset), KeyOffset = _offset };
        _offset += entry.KeyLength;
        entry.Kind = ValueHeader.Read(bytes, ref _offset, out entry.ValueLength);
        entry.ValueOffset = _offset;
        _offset += entry.ValueLength;
        entry.Version = (long)Varint.Read(bytes, ref _offset);
        entry.End = _offset;
        Current = entry;
        return true;
    }

    /// <summary>The entry of one key. A linear walk: sessions have few keys, and a walk touches memory in order.</summary>
    public static bool TryFind(SessionImage session, ReadOnlySpan<byte> key, out ImageEntry found)
    {
        ReadOnlySpan<byte> bytes = session.Bytes;
        var offset = session.DataOffset;
        for (var left = session.KeyCount; left > 0; left--)
        {
            var start = offset;
            var keyLength = Varint.ReadLength(bytes, ref offset);
            var keyOffset = offset;
            offset += keyLength;
            var kind = ValueHeader.Read(bytes, ref offset, out var valueLength);
            var valueOffset = offset;
            offset += valueLength;
            if (keyLength == key.Length && bytes.Slice(keyOffset, keyLength).SequenceEqual(key))
            {
                var version = (long)Varint.Read(bytes, ref offset);
                found = new ImageEntry
                {
                    Start = start,
                    KeyOffset = keyOffset,
                    KeyLength = keyLength,
                    Kind = kind,
                    ValueOffset = valueOffset,
                    ValueLength = valueLength,
                    Version = version,
                    End = offset,
                };
                return true;
            }

            SkipVersion(bytes, ref offset);
        }

        found = default;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SkipVersion(ReadOnlySpan<byte> bytes, ref int offset)
    {
        while (bytes[offset++] >= 0x80)
        {
        }
    }
}
