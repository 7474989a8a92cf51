using System.Globalization;

namespace Holdfast.AspNetCore.Tests.Cookies;

/// <summary>Cookie values as an attacker sends them: noise, markup, other stores' syntax, and ids with one thing wrong.</summary>
internal sealed class HostileCookies(int seed)
{
    private static readonly string[] Fragments =
    [
        "\0", "\r\n", "\u0000\u0001\u007f", "' OR 1=1 --", "\"; DROP TABLE sessions; --", "*3\r\n$3\r\nDEL", "{cart}", "../../etc/passwd", "%00", "%2e", "<script>",
        "\u202e", "\ud83d\ude00", "\ud800", "=", "==", ".", "@", "@@", ",", "\\", "\t", " ", "-", "_", "+", "/", "AAAA", "key.secret",
    ];

    private readonly Random _random = new(seed);

    /// <summary>The seed for this run: a new one each time, or the one to replay.</summary>
    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("HOLDFAST_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : Environment.ProcessId;

    /// <summary>No value is a valid id: those of chance are as good as impossible, those made from an id are broken on purpose.</summary>
    public string Next() => _random.Next(4) switch
    {
        0 => Noise(_random.Next(200)),
        1 => Noise(_random.Next(16 * 1024)),
        2 => string.Concat(Enumerable.Range(0, _random.Next(1, 40)).Select(_ => Fragments[_random.Next(Fragments.Length)])),
        _ => Broken(SessionId.Issue(_random.Next(2) == 0 ? SessionKey.Issue() : SessionKey.FromName("cart-7")).Reveal()),
    };

    private string Noise(int length) => string.Create(length, _random, static (text, random) =>
    {
        for (var at = 0; at < text.Length; at++)
        {
            text[at] = (char)(random.Next(8) == 0 ? random.Next(0x10000) : random.Next(1, 0x80));
            text[at] = text[at] == ';' ? ',' : text[at];
        }
    });

    private string Broken(string id)
    {
        // In the secret, or behind the first character of an issued key: a name with one more letter would be another good name.
        var at = _random.Next(id[0] == '@' ? id.IndexOf('.', StringComparison.Ordinal) + 1 : 1, id.Length);
        return _random.Next(4) switch
        {
            0 => id.Remove(at, 1),
            1 => id.Insert(at, Fragments[_random.Next(Fragments.Length)]),
            2 => string.Concat(id.AsSpan(0, at), "!", id.AsSpan(at + 1)),
            _ => id + id,
        };
    }
}
