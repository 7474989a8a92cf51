using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using Holdfast.Model;

namespace Holdfast;

/// <summary>
/// A session's public name for its whole life. It is safe to log, store and show: it does not open the session
/// (<see cref="SessionId"/> does). It is either <em>issued</em> (16 random bytes, written as 22 characters of canonical base64url) or
/// <em>named</em> by the application (1 to 64 of <c>A-Z a-z 0-9 _ -</c>, written with a leading <c>@</c>). An issued key is never
/// used again; a name may be, after its session has ended.
/// </summary>
/// <remarks>Immutable and safe for all threads. <c>default</c> is no key: <see cref="IsDefault"/> is true and no session has it.</remarks>
public readonly struct SessionKey : IEquatable<SessionKey>, ISpanParsable<SessionKey>, ISpanFormattable
{
    /// <summary>The longest name an application may give, in characters: 64.</summary>
    public const int MaxNameLength = 64;

    internal const int IssuedBytes = 16;
    internal const int IssuedLength = 22;

    private readonly string? _name;
    private readonly ulong _high;
    private readonly ulong _low;

    private SessionKey(string name) => _name = name;

    internal SessionKey(ReadOnlySpan<byte> issued)
    {
        _high = BinaryPrimitives.ReadUInt64LittleEndian(issued);
        _low = BinaryPrimitives.ReadUInt64LittleEndian(issued[8..]);
    }

    /// <summary>True when the application chose the key; false for an issued one and for <c>default</c>.</summary>
    public bool IsNamed => _name is not null;

    /// <summary>The application's name without the <c>@</c>, or null for an issued key.</summary>
    public string? Name => _name;

    /// <summary>True for <c>default(SessionKey)</c>, which is no session's key.</summary>
    public bool IsDefault => _name is null && (_high | _low) == 0;

    internal ulong High => _high;

    internal ulong Low => _low;

    /// <summary>The key of a session that the application names.</summary>
    /// <param name="name">1 to 64 characters of <c>A-Z a-z 0-9 _ -</c>.</param>
    /// <exception cref="ArgumentException">The name breaks that rule. Use <see cref="TryFromName"/> for names that come from outside.</exception>
    public static SessionKey FromName(string name) =>
        TryFromName(name, out var key)
            ? key
            : throw new ArgumentException("A session name has 1 to 64 characters of A-Z, a-z, 0-9, '_' and '-'.", nameof(name));

    /// <summary>As <see cref="FromName"/>, answering false instead of throwing.</summary>
    /// <param name="name">The name to check; null is refused like any other malformed name.</param>
    /// <param name="key">The key, or <c>default</c>.</param>
    public static bool TryFromName([NotNullWhen(true)] string? name, out SessionKey key)
    {
        if (name is null || !IsName(name))
        {
            key = default;
            return false;
        }

        key = new SessionKey(name);
        return true;
    }

    /// <summary>Reads a key's text form: 22 characters of canonical base64url, or <c>@name</c>.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The key, or <c>default</c>.</param>
    /// <returns>False for anything that is not exactly a key's text form; nothing is trimmed or guessed.</returns>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out SessionKey result)
    {
        result = default;
        if (s.Length > 1 && s[0] == '@')
        {
            if (!IsName(s[1..]))
            {
                return false;
            }

            result = new SessionKey(s[1..].ToString());
            return true;
        }

        Span<byte> bytes = stackalloc byte[IssuedBytes];
        if (!CanonicalBase64Url.TryDecode(s, bytes))
        {
            return false;
        }

        result = new SessionKey(bytes);
        return !result.IsDefault;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out SessionKey)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SessionKey result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <summary>As <see cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out SessionKey)"/>, throwing on malformed text.</summary>
    /// <exception cref="FormatException">The text is no key.</exception>
    public static SessionKey Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var key)
            ? key
            : throw new FormatException("A session key is 22 characters of base64url, or '@' and a name of 1 to 64 of A-Z, a-z, 0-9, '_' and '-'.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static SessionKey Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static SessionKey Parse(string s) => Parse(s, null);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out SessionKey)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, out SessionKey result) => TryParse(s.AsSpan(), null, out result);

    /// <summary>The text form: 22 characters, or <c>@name</c>; empty for <c>default</c>.</summary>
    public override string ToString()
    {
        if (_name is not null)
        {
            return "@" + _name;
        }

        if (IsDefault)
        {
            return string.Empty;
        }

        Span<byte> bytes = stackalloc byte[IssuedBytes];
        CopyIssuedTo(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        charsWritten = 0;
        if (_name is not null)
        {
            if (destination.Length <= _name.Length)
            {
                return false;
            }

            destination[0] = '@';
            _name.CopyTo(destination[1..]);
            charsWritten = _name.Length + 1;
            return true;
        }

        if (IsDefault)
        {
            return true;
        }

        Span<byte> bytes = stackalloc byte[IssuedBytes];
        CopyIssuedTo(bytes);
        return Base64Url.TryEncodeToChars(bytes, destination, out charsWritten);
    }

    /// <summary>Two keys are equal when their text forms are.</summary>
    public bool Equals(SessionKey other) =>
        _high == other._high && _low == other._low && string.Equals(_name, other._name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SessionKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // Issued keys are random, so their bits are the hash. Names may be chosen by an attacker: the string hash is seeded.
        return _name is null ? (int)_low ^ (int)(_low >> 32) : _name.GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>Whether both are the same key.</summary>
    public static bool operator ==(SessionKey left, SessionKey right) => left.Equals(right);

    /// <summary>Whether the keys differ.</summary>
    public static bool operator !=(SessionKey left, SessionKey right) => !left.Equals(right);

    internal static SessionKey Issue()
    {
        Span<byte> bytes = stackalloc byte[IssuedBytes];
        SessionKey key;
        do
        {
            RandomPool.Fill(bytes);
            key = new SessionKey(bytes);
        }
        while (key._high == 0 || key._low == 0); // the high half is the incarnation, and zero means none

        return key;
    }

    internal void CopyIssuedTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, _high);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], _low);
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaxNameLength)
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_')
            {
                return false;
            }
        }

        return true;
    }
}
