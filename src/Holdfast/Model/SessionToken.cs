using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Holdfast;

/// <summary>
/// Names one state of one session exactly: the store's epoch, the session's incarnation and its version. A conditional update
/// commits only if the session is still in that state, so a token from before a restore, a failover or a re-creation of the same
/// name can never match by accident.
/// </summary>
/// <param name="Epoch">The store's epoch: it changes after an unclean start, a restore or a failover.</param>
/// <param name="Incarnation">The random number that this life of the session was given at its creation.</param>
/// <param name="Version">The session's version, 1 after its creation.</param>
/// <remarks>Text form: three numbers joined by dots, the first two hexadecimal; safe in an <c>ETag</c>. No secret.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SessionToken(ulong Epoch, ulong Incarnation, long Version) : ISpanParsable<SessionToken>
{
    /// <summary>Reads the text form.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The token, or <c>default</c>, which matches no session.</param>
    /// <returns>False when the text is no token.</returns>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out SessionToken result)
    {
        result = default;
        var first = s.IndexOf('.');
        var last = s.LastIndexOf('.');
        if (first < 1
            || last <= first
            || !ulong.TryParse(s[..first], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var epoch)
            || !ulong.TryParse(s[(first + 1)..last], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var incarnation)
            || !long.TryParse(s[(last + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return false;
        }

        result = new SessionToken(epoch, incarnation, version);
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out SessionToken)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SessionToken result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <summary>As <see cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out SessionToken)"/>, throwing on malformed text.</summary>
    /// <exception cref="FormatException">The text is no token.</exception>
    public static SessionToken Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var token)
            ? token
            : throw new FormatException("A session token is epoch.incarnation.version, the first two hexadecimal.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static SessionToken Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static SessionToken Parse(string s) => Parse(s, null);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out SessionToken)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, out SessionToken result) => TryParse(s.AsSpan(), null, out result);

    /// <summary>The text form.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch:x}.{Incarnation:x}.{Version}");
}
