using System.Security.Cryptography;

namespace Holdfast.Model;

/// <summary>
/// Random bytes from the system's generator, fetched 4 KiB at a time per thread: one call per key would cost a hundred times
/// more. Bytes are wiped as they are handed out, so the pool never holds a secret that is in use.
/// </summary>
internal static class RandomPool
{
    private const int Size = 4096;

    [ThreadStatic]
    private static byte[]? _pool;

    [ThreadStatic]
    private static int _used;

    public static void Fill(Span<byte> destination)
    {
        var pool = _pool;
        if (pool is null)
        {
            pool = _pool = GC.AllocateUninitializedArray<byte>(Size);
            _used = Size;
        }

        if (Size - _used < destination.Length)
        {
            RandomNumberGenerator.Fill(pool);
            _used = 0;
        }

        var taken = pool.AsSpan(_used, destination.Length);
        taken.CopyTo(destination);
        taken.Clear();
        _used += destination.Length;
    }

    public static ulong NextUInt64()
    {
        Span<byte> bytes = stackalloc byte[8];
        ulong value;
        do
        {
            Fill(bytes);
            value = BitConverter.ToUInt64(bytes);
        }
        while (value == 0); // zero means "none" wherever an incarnation or an epoch is written
        return value;
    }
}
