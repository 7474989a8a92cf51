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

        ulong second = bytes[offset + 1];
        if (second < 0x80)
        {
            offset += 2;
            return (first & 0x7F) | (second << 7);
        }

        return ReadLong(bytes, ref offset);
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

    private static ulong ReadLong(ReadOnlySpan<byte> bytes, ref int offset)
    {
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
