using System.Runtime.CompilerServices;

namespace Holdfast.Operations;

/// <summary>
/// A value's kind and length: the kind in the upper three bits and the length in the lower five; length 31 means that a varint with
/// the rest follows. Most session values are shorter than 31 bytes, so most cost one byte.
/// </summary>
internal static class ValueHeader
{
    /// <summary>The header of every number.</summary>
    public const byte OfNumber = ((int)SessionValueKind.Number << KindShift) | sizeof(long);

    private const int KindShift = 5;
    private const int Inline = 31;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SessionValueKind Read(ReadOnlySpan<byte> bytes, ref int offset, out int length)
    {
        var header = bytes[offset++];
        length = header & Inline;
        if (length == Inline)
        {
            // Through a local of its own: a variable whose address is taken could not live in a register.
            var at = offset;
            length = checked(Inline + Varint.ReadLength(bytes, ref at));
            offset = at;
        }

        return (SessionValueKind)(header >> KindShift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(Span<byte> bytes, int offset, SessionValueKind kind, int length)
    {
        if (length < Inline)
        {
            bytes[offset] = (byte)(((int)kind << KindShift) | length);
            return offset + 1;
        }

        bytes[offset] = (byte)(((int)kind << KindShift) | Inline);
        return Varint.Write(bytes, offset + 1, (ulong)(length - Inline));
    }

    public static int Size(int length) => length < Inline ? 1 : 1 + Varint.Size((ulong)(length - Inline));
}
