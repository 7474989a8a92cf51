using System.Buffers.Text;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Holdfast.Model;

namespace Holdfast;

/// <summary>
/// What a client holds to open its session: the <see cref="Key"/> and a secret of 32 random bytes, written <c>key.secret</c>. Whoever
/// has it is the session's user: never log, store or show it. Holdfast itself keeps only the SHA-256 of the secret.
/// </summary>
/// <remarks>
/// Immutable and safe for all threads. <see cref="ToString()"/> and formatting show the key and hide the secret;
/// <see cref="Reveal"/> is the one way to get the text for the cookie.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct SessionId : IEquatable<SessionId>, ISpanParsable<SessionId>
{
    internal const int SecretBytes = 32;
    private const int SecretLength = 43;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly Secret _secret;

    private SessionId(SessionKey key, ReadOnlySpan<byte> secret)
    {
        Key = key;
        secret.CopyTo(_secret);
    }

    /// <summary>The public part: which session this opens.</summary>
    public SessionKey Key { get; }

    /// <summary>True for <c>default(SessionId)</c>, which opens nothing.</summary>
    public bool IsDefault => Key.IsDefault;

    /// <summary>
    /// Reads <c>key.secret</c> as <see cref="Reveal"/> writes it. Only the shape is checked; whether it opens a session only the store can
    /// tell.
    /// </summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The id, or <c>default</c>.</param>
    /// <returns>False for anything else: nothing is trimmed, unescaped or guessed, and nothing is allocated for an issued key.</returns>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out SessionId result)
    {
        result = default;
        var dot = s.Length - SecretLength - 1;
        if (dot < 1 || s[dot] != '.')
        {
            return false;
        }

        Span<byte> secret = stackalloc byte[SecretBytes];
        SessionKey key = default;
        var isId = CanonicalBase64Url.TryDecode(s[(dot + 1)..], secret) && SessionKey.TryParse(s[..dot], provider, out key);
        if (isId)
        {
            result = new SessionId(key, secret);
        }

        CryptographicOperations.ZeroMemory(secret);
        return isId;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out SessionId)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SessionId result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <summary>As <see cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out SessionId)"/>, throwing on malformed text.</summary>
    /// <exception cref="FormatException">The text is no session id. The message does not repeat it.</exception>
    public static SessionId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id)
            ? id
            : throw new FormatException("A session id is a session key, a dot, and 43 characters of base64url.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static SessionId Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static SessionId Parse(string s) => Parse(s, null);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out SessionId)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, out SessionId result) => TryParse(s.AsSpan(), null, out result);

    /// <summary>The text with the secret in it, for the cookie and nowhere else.</summary>
    public string Reveal()
    {
        if (IsDefault)
        {
            return string.Empty;
        }

        Span<char> text = stackalloc char[1 + SessionKey.MaxNameLength + 1 + SecretLength];
        _ = Key.TryFormat(text, out var length, default, null);
        text[length++] = '.';
        length += Base64Url.EncodeToChars(_secret, text[length..]);
        var revealed = text[..length].ToString();
        text.Clear();
        return revealed;
    }

    /// <summary>The key, with the secret hidden.</summary>
    public override string ToString() => IsDefault ? string.Empty : Key.ToString() + ".***";

    /// <summary>Whether both hold the same key and secret; the secrets are compared in constant time.</summary>
    public bool Equals(SessionId other)
    {
        ReadOnlySpan<byte> mine = _secret;
        ReadOnlySpan<byte> theirs = other._secret;
        return Key == other.Key & CryptographicOperations.FixedTimeEquals(mine, theirs);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SessionId other && Equals(other);

    /// <summary>The key's hash: the secret has no part in it.</summary>
    public override int GetHashCode() => Key.GetHashCode();

    /// <summary>Whether both are the same id.</summary>
    public static bool operator ==(SessionId left, SessionId right) => left.Equals(right);

    /// <summary>Whether the ids differ.</summary>
    public static bool operator !=(SessionId left, SessionId right) => !left.Equals(right);

    internal static SessionId Issue(SessionKey key)
    {
        Span<byte> secret = stackalloc byte[SecretBytes];
        RandomPool.Fill(secret);
        var id = new SessionId(key, secret);
        CryptographicOperations.ZeroMemory(secret);
        return id;
    }

    internal SecretDigest Digest() => SecretDigest.Of(_secret);

    [InlineArray(SecretBytes)]
    private struct Secret
    {
        private byte _first;
    }
}
