using System.Buffers.Binary;
using System.Text;

namespace Holdfast.Benchmarks.Load;

/// <summary>The payload as the tightest array a dictionary could hold: for each key its length, its bytes, the value's length and bytes.</summary>
internal static class PackedPayload
{
    /// <summary>Where the visits stand, for a contestant that knows the layout.</summary>
    public static readonly int VisitsAt = OffsetOf(Payload.Visits);

    public static readonly int ThemeAt = OffsetOf(Payload.Theme);

    public static byte[] Pack(int index) => Pack(Payload.Values(index));

    public static byte[] Pack(byte[][] values)
    {
        var packed = new byte[SizeOf(values)];
        var at = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var key = Payload.Keys[i];
            packed[at++] = (byte)key.Length;
            at += Encoding.UTF8.GetBytes(key, packed.AsSpan(at));
            packed[at++] = (byte)values[i].Length;
            values[i].CopyTo(packed, at);
            at += values[i].Length;
        }

        return packed;
    }

    public static int SizeOf(byte[][] values)
    {
        var size = Payload.KeyBytes + (2 * values.Length);
        foreach (var value in values)
        {
            size += value.Length;
        }

        return size;
    }

    /// <summary>Finds a key by walking, as a session's data is read.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> packed, ReadOnlySpan<byte> key)
    {
        while (!packed.IsEmpty)
        {
            int keyLength = packed[0];
            int valueLength = packed[1 + keyLength];
            if (packed.Slice(1, keyLength).SequenceEqual(key))
            {
                return packed.Slice(2 + keyLength, valueLength);
            }

            packed = packed[(2 + keyLength + valueLength)..];
        }

        return default;
    }

    public static long Number(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadInt64LittleEndian(value);

    private static int OffsetOf(string key)
    {
        var at = 0;
        var values = Payload.Values(0);
        for (var i = 0; i < values.Length; i++)
        {
            at += 2 + Payload.Keys[i].Length;
            if (Payload.Keys[i] == key)
            {
                return at;
            }

            at += values[i].Length;
        }

        throw new ArgumentOutOfRangeException(nameof(key), key, "No key of the payload.");
    }
}
