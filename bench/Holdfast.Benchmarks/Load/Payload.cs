using System.Buffers.Binary;
using System.Text;

namespace Holdfast.Benchmarks.Load;

/// <summary>What every benchmarked session holds: five small keys, 25 bytes of keys and 64 bytes of values, 89 together.</summary>
internal static class Payload
{
    public const int Bytes = 89;
    public const int KeyBytes = 25;
    public const string Name = "name";
    public const string Theme = "theme";
    public const string Visits = "visits";
    public const string Cart = "cart";
    public const string Locale = "locale";

    /// <summary>What the benchmarked update sets the theme to.</summary>
    public const string NewTheme = "dusk";

    public static readonly byte[] NewThemeBytes = Encoding.UTF8.GetBytes(NewTheme);

    public static readonly string[] Keys = [Name, Theme, Visits, Cart, Locale];

    private static readonly byte[] Dark = "dark"u8.ToArray();
    private static readonly byte[] Place = "pt-BR-sp"u8.ToArray();

    /// <summary>The same five keys with shorter values: with the session's 16-byte id and a length byte for each text, 89 bytes together.</summary>
    public const int ShortBytes = 63;

    public static string LocaleText => "pt-BR-sp";

    public static string ThemeText => "dark";

    public static string NameOf(int index, bool isShort = false) => isShort ? $"vis{index:D7}" : $"visitor-{index:D12}";

    public static string CartOf(int index, bool isShort = false) => isShort ? $"{index:D8}" : $"lantern:1,rope:2,{index:D7}";

    /// <summary>The values as a byte-array session holds them, in the order of <see cref="Keys"/>.</summary>
    public static byte[][] Values(int index, bool isShort = false)
    {
        var visits = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(visits, index);
        return [Encoding.UTF8.GetBytes(NameOf(index, isShort)), Dark, visits, Encoding.UTF8.GetBytes(CartOf(index, isShort)), Place];
    }
}
