using System.Numerics;
using System.Runtime.InteropServices;

namespace Holdfast.Sqlite.Format;

/// <summary>CRC-32C (Castagnoli), which processors compute themselves.</summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Add(uint.MaxValue, bytes);

    /// <summary>Of bytes that stand in two places; <paramref name="prefix"/> is what they must belong to.</summary>
    public static uint Of(ulong prefix, ReadOnlySpan<byte> bytes) => ~Add(BitOperations.Crc32C(uint.MaxValue, prefix), bytes);

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var rest in bytes[(bytes.Length & ~7)..])
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return crc;
    }
}
