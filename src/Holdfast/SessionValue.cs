using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Holdfast.Operations;

namespace Holdfast;

/// <summary>
/// One value of a session's data. Texts, numbers and byte arrays convert to it by themselves, so
/// <c>new Dictionary&lt;string, SessionValue&gt; { ["name"] = "Ada", ["visits"] = 1 }</c> is data for a new session.
/// </summary>
/// <remarks>Immutable and safe for all threads. It may point into the session's snapshot, which is immutable too.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly struct SessionValue
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string? _text;

    internal SessionValue(SessionValueKind kind, ReadOnlyMemory<byte> bytes)
    {
        Kind = kind;
        _bytes = bytes;
    }

    private SessionValue(string text)
    {
        Kind = SessionValueKind.Text;
        _text = text;
    }

    /// <summary>What kind of value it is; <see cref="SessionValueKind.None"/> for <c>default</c>.</summary>
    public SessionValueKind Kind { get; }

    /// <summary>The bytes as stored: UTF-8 for a text or JSON, eight little-endian bytes for a number.</summary>
    public ReadOnlyMemory<byte> Bytes => _text is null ? _bytes : Encoding.UTF8.GetBytes(_text);

    /// <summary>A text that has not been encoded yet; null for all that comes from a store.</summary>
    internal string? Unencoded => _text;

    /// <summary>The text of a text or JSON value; null for every other kind.</summary>
    public string? AsString() => Kind switch
    {
        SessionValueKind.Text or SessionValueKind.Json => _text ?? Encoding.UTF8.GetString(_bytes.Span),
        _ => null,
    };

    /// <summary>The number of a number value; null for every other kind.</summary>
    public long? AsInt64() => Kind == SessionValueKind.Number ? BinaryPrimitives.ReadInt64LittleEndian(_bytes.Span) : null;

    /// <summary>The items of a list value, oldest first; empty for every other kind.</summary>
    public IReadOnlyList<SessionValue> AsList()
    {
        if (Kind != SessionValueKind.List)
        {
            return [];
        }

        var offset = 0;
        var bytes = _bytes.Span;
        var items = new SessionValue[Varint.ReadLength(bytes, ref offset)];
        for (var i = 0; i < items.Length; i++)
        {
            var kind = ValueHeader.Read(bytes, ref offset, out var length);
            items[i] = new SessionValue(kind, _bytes.Slice(offset, length));
            offset += length;
        }

        return items;
    }

    /// <summary>A text value.</summary>
    public static implicit operator SessionValue(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new SessionValue(text);
    }

    /// <summary>A number value.</summary>
    public static implicit operator SessionValue(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return new SessionValue(SessionValueKind.Number, bytes);
    }

    /// <summary>A bytes value; the array is not copied and must not be changed afterwards.</summary>
    public static implicit operator SessionValue(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return new SessionValue(SessionValueKind.Bytes, bytes);
    }

    /// <summary>As the conversion from <see cref="string"/>.</summary>
    public static SessionValue FromString(string text) => text;

    /// <summary>As the conversion from <see cref="long"/>.</summary>
    public static SessionValue FromInt64(long number) => number;

    /// <summary>As the conversion from a byte array.</summary>
    public static SessionValue FromBytes(byte[] bytes) => bytes;

    /// <summary>For people: a text or number as it is, everything else by kind and length.</summary>
    public override string ToString() => Kind switch
    {
        SessionValueKind.None => string.Empty,
        SessionValueKind.Text or SessionValueKind.Json => AsString()!,
        SessionValueKind.Number => AsInt64()!.Value.ToString(CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Kind} ({_bytes.Length} bytes)"),
    };
}
