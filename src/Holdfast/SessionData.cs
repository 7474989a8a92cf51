using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Operations;

namespace Holdfast;

/// <summary>A session's data as it was at one version: a read-only map. Keys are compared ordinally.</summary>
/// <remarks>
/// Immutable and safe for all threads. It is a view: looking up a key walks the keys (a session has few) and converts only the
/// value asked for. A key that is absent or holds another kind of value answers null.
/// </remarks>
public readonly struct SessionData : IReadOnlyCollection<KeyValuePair<string, SessionValue>>
{
    private readonly SessionImage _image;

    private readonly Action<string>? _noteRead;

    internal SessionData(SessionImage image, Action<string>? noteRead = null)
    {
        _image = image;
        _noteRead = noteRead;
    }

    /// <summary>How many keys there are.</summary>
    public int Count => _image.IsNone ? 0 : _image.KeyCount;

    /// <summary>The keys, in no promised order.</summary>
    public IEnumerable<string> Keys
    {
        get
        {
            foreach (var (key, _) in this)
            {
                yield return key;
            }
        }
    }

    /// <summary>The value of a key; of kind <see cref="SessionValueKind.None"/> when it is absent.</summary>
    public SessionValue this[string key] => TryGetValue(key, out var value) ? value : default;

    /// <summary>Whether the key is there.</summary>
    public bool ContainsKey(string key) => TryFind(key, out _);

    /// <summary>The value of a key, if it is there.</summary>
    public bool TryGetValue(string key, out SessionValue value)
    {
        if (!TryFind(key, out var entry))
        {
            value = default;
            return false;
        }

        value = ValueOf(entry);
        return true;
    }

    /// <summary>The text under a key; null when it is absent or no text.</summary>
    public string? GetString(string key) =>
        TryFind(key, out var entry) && entry.Kind is SessionValueKind.Text
            ? Encoding.UTF8.GetString(entry.Value(_image.Bytes))
            : null;

    /// <summary>The number under a key; null when it is absent or no number.</summary>
    public long? GetInt64(string key) =>
        TryFind(key, out var entry) && entry.Kind is SessionValueKind.Number
            ? System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(entry.Value(_image.Bytes))
            : null;

    /// <summary>A copy of the bytes under a key as they are stored; null when it is absent.</summary>
    public byte[]? GetBytes(string key) => TryFind(key, out var entry) ? entry.Value(_image.Bytes).ToArray() : null;

    /// <summary>The bytes under a key as they are stored, without a copy.</summary>
    /// <param name="key">The key.</param>
    /// <param name="bytes">The bytes; empty when the key is absent.</param>
    public bool TryGetBytes(string key, out ReadOnlySpan<byte> bytes)
    {
        if (TryFind(key, out var entry))
        {
            bytes = entry.Value(_image.Bytes);
            return true;
        }

        bytes = default;
        return false;
    }

    /// <summary>The object stored under a key by <see cref="ChangeSet.Set{T}(string, T, JsonTypeInfo{T})"/>; default when absent or of another kind.</summary>
    /// <exception cref="JsonException">The stored JSON does not fit the type.</exception>
    public T? Get<T>(string key, JsonTypeInfo<T> typeInfo) =>
        TryFind(key, out var entry) && entry.Kind is SessionValueKind.Json
            ? JsonSerializer.Deserialize(entry.Value(_image.Bytes), typeInfo)
            : default;

    /// <summary>As <see cref="Get{T}(string, JsonTypeInfo{T})"/>, with the serializer's default options, by reflection.</summary>
    /// <exception cref="JsonException">The stored JSON does not fit the type.</exception>
    [RequiresUnreferencedCode("Serializes by reflection. Pass a JsonTypeInfo when trimming.")]
    [RequiresDynamicCode("Serializes by reflection. Pass a JsonTypeInfo for native AOT.")]
    public T? Get<T>(string key) =>
        TryFind(key, out var entry) && entry.Kind is SessionValueKind.Json
            ? JsonSerializer.Deserialize<T>(entry.Value(_image.Bytes))
            : default;

    /// <summary>The version that last wrote a key; 0 when it is absent. What <see cref="ChangeSet.IfKeyVersion"/> takes.</summary>
    public long GetVersion(string key) => TryFind(key, out var entry) ? entry.Version : 0;

    /// <summary>The keys with their values, in no promised order.</summary>
    public IEnumerator<KeyValuePair<string, SessionValue>> GetEnumerator()
    {
        var items = new List<KeyValuePair<string, SessionValue>>(Count);
        if (!_image.IsNone)
        {
            foreach (var entry in _image.Entries)
            {
                items.Add(new(Encoding.UTF8.GetString(entry.Key(_image.Bytes)), ValueOf(entry)));
            }
        }

        return items.GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private SessionValue ValueOf(in ImageEntry entry) =>
        new(entry.Kind, _image.Bytes.AsMemory(entry.ValueOffset, entry.ValueLength));

    private bool TryFind(string key, out ImageEntry entry)
    {
        ArgumentNullException.ThrowIfNull(key);
        _noteRead?.Invoke(key);
        entry = default;
        const int OnStack = 256;
        if (_image.IsNone || key.Length > 4 * OnStack)
        {
            return false;
        }

        Span<byte> utf8 = stackalloc byte[OnStack];
        if (key.Length * 3 > OnStack)
        {
            utf8 = Encoding.UTF8.GetBytes(key);
            return ImageEntries.TryFind(_image, utf8, out entry);
        }

        var length = Encoding.UTF8.GetBytes(key, utf8);
        return ImageEntries.TryFind(_image, utf8[..length], out entry);
    }
}
