using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Holdfast.Operations;

/// <summary>Unsigned LEB128, seven bits a byte, low bits first; signed numbers zigzagged. At most ten bytes; most here are one or two.</summary>
internal static class Varint
{
    public const int MaxBytes = 10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Read(ReadOnlySpan<byte> bytes, ref int offset)
    {
        ulong first = bytes[offset];
        if (first < 0x80)
        {
            offset++;
            return first;
        }

        // Through a local of its own: a variable whose address is taken could not live in a register.
        var at = offset;
        var value = ReadLong(bytes, ref at);
        offset = at;
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ReadLength(ReadOnlySpan<byte> bytes, ref int offset) => checked((int)Read(bytes, ref offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(Span<byte> bytes, int offset, ulong value)
    {
        if (value < 0x80)
        {
            bytes[offset] = (byte)value;
            return offset + 1;
        }

        return WriteLong(bytes, offset, value);
    }

    // Seven bits a byte: (bits * 9 + 64) / 64 is ceil(bits / 7) for 1 to 64 bits, and one byte for zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Size(ulong value) => ((BitOperations.Log2(value | 1) * 9) + 73) >> 6;

    public static ulong Zigzag(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long Unzigzag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WriteLong(Span<byte> bytes, int offset, ulong value)
    {
        while (value >= 0x80)
        {
            bytes[offset++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[offset++] = (byte)value;
        return offset;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong ReadLong(ReadOnlySpan<byte> bytes, ref int offset)
    {
        const ulong Continues = 0x8080808080808080;
        if (bytes.Length - offset >= sizeof(ulong))
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
            var ends = ~word & Continues;
            if (ends != 0)
            {
                // All bytes up to the first that does not go on, then eight groups of seven bits pushed together pairwise.
                offset += (BitOperations.TrailingZeroCount(ends) >> 3) + 1;
                word &= (ends ^ (ends - 1)) & ~Continues;
                word = (word & 0x007F007F007F007F) | ((word & 0x7F007F007F007F00) >> 1);
                word = (word & 0x00003FFF00003FFF) | ((word & 0x3FFF00003FFF0000) >> 2);
                return (word & 0x000000000FFFFFFF) | ((word & 0x0FFFFFFF00000000) >> 4);
            }
        }

        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = bytes[offset++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number longer than ten bytes stands where the format has none.");
    }
}
