using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Operations;

namespace Holdfast;

/// <summary>
/// The operations of one atomic change: recorded here, applied together to the session's newest state, all or none. What each does to
/// a missing key, another kind of value or at an overflow is fixed in <c>docs/operations.md</c>.
/// </summary>
/// <remarks>
/// Methods return the change set, so they can be chained. Input that breaks a rule does not throw: the change set remembers it and
/// the update answers <see cref="Status.Invalid"/> or <see cref="Status.Limited"/> with nothing applied. Belongs to one thread at a time, and only
/// to the call it was handed to.
/// </remarks>
public sealed class ChangeSet
{
    internal const int MaxTagBytes = 64;
    internal const int MaxSubjectBytes = 256;
    internal const int MaxTypeBytes = 64;
    internal const int MaxListItems = 10_000;

    private readonly SessionLimits _limits;
    private readonly OperationWriter _writer = new();

    internal ChangeSet(SessionLimits limits) => _limits = limits;

    /// <summary>How many operations have been recorded.</summary>
    public int Count => _writer.Count;

    internal OperationWriter Writer => _writer;

    /// <summary>The first rule that was broken; then nothing of the set is applied.</summary>
    internal HoldfastError? Error { get; private set; }

    internal SessionLimit? Limit { get; private set; }

    /// <summary>Sets a key to a text.</summary>
    /// <param name="key">1 to <see cref="SessionLimits.MaxKeyBytes"/> bytes of UTF-8.</param>
    /// <param name="value">At most <see cref="SessionLimits.MaxValueBytes"/> bytes of UTF-8.</param>
    public ChangeSet Set(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (Admits(key) && AdmitsText(key, value))
        {
            _writer.Text(OperationCode.Set, key, value);
        }

        return this;
    }

    /// <summary>Sets a key to a number, which can then be incremented.</summary>
    /// <param name="key">1 to <see cref="SessionLimits.MaxKeyBytes"/> bytes of UTF-8.</param>
    /// <param name="value">The number.</param>
    public ChangeSet Set(string key, long value)
    {
        if (Admits(key))
        {
            _writer.Integer(OperationCode.Set, key, value);
        }

        return this;
    }

    /// <summary>Sets a key to bytes, which are copied.</summary>
    /// <param name="key">1 to <see cref="SessionLimits.MaxKeyBytes"/> bytes of UTF-8.</param>
    /// <param name="value">At most <see cref="SessionLimits.MaxValueBytes"/> bytes.</param>
    public ChangeSet Set(string key, ReadOnlySpan<byte> value) => Put(OperationCode.Set, key, SessionValueKind.Bytes, value);

    /// <summary>Sets a key to a value of any kind but a list.</summary>
    /// <param name="key">1 to <see cref="SessionLimits.MaxKeyBytes"/> bytes of UTF-8.</param>
    /// <param name="value">The value.</param>
    public ChangeSet Set(string key, SessionValue value) =>
        value.Unencoded is { } text ? Set(key, text) : Put(OperationCode.Set, key, value.Kind, value.Bytes.Span);

    /// <summary>Sets a key to an object, stored as JSON.</summary>
    /// <param name="key">1 to <see cref="SessionLimits.MaxKeyBytes"/> bytes of UTF-8.</param>
    /// <param name="value">The object.</param>
    /// <param name="typeInfo">How it is serialized, from a <see cref="System.Text.Json.Serialization.JsonSerializerContext"/>.</param>
    public ChangeSet Set<T>(string key, T value, JsonTypeInfo<T> typeInfo) =>
        Put(OperationCode.Set, key, SessionValueKind.Json, JsonSerializer.SerializeToUtf8Bytes(value, typeInfo));

    /// <summary>As <see cref="Set{T}(string, T, JsonTypeInfo{T})"/>, with the serializer's default options, by reflection.</summary>
    /// <param name="key">1 to <see cref="SessionLimits.MaxKeyBytes"/> bytes of UTF-8.</param>
    /// <param name="value">The object.</param>
    [RequiresUnreferencedCode("Serializes by reflection. Pass a JsonTypeInfo when trimming.")]
    [RequiresDynamicCode("Serializes by reflection. Pass a JsonTypeInfo for native AOT.")]
    public ChangeSet SetJson<T>(string key, T value) =>
        Put(OperationCode.Set, key, SessionValueKind.Json, JsonSerializer.SerializeToUtf8Bytes(value));

    /// <summary>Sets a key to a text unless it is there already.</summary>
    /// <param name="key">1 to <see cref="SessionLimits.MaxKeyBytes"/> bytes of UTF-8.</param>
    /// <param name="value">At most <see cref="SessionLimits.MaxValueBytes"/> bytes of UTF-8.</param>
    public ChangeSet SetIfAbsent(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (Admits(key) && AdmitsText(key, value))
        {
            _writer.Text(OperationCode.SetIfAbsent, key, value);
        }

        return this;
    }

    /// <summary>Sets a key to a value of any kind but a list unless it is there already.</summary>
    /// <param name="key">1 to <see cref="SessionLimits.MaxKeyBytes"/> bytes of UTF-8.</param>
    /// <param name="value">The value.</param>
    public ChangeSet SetIfAbsent(string key, SessionValue value) =>
        value.Unencoded is { } text ? SetIfAbsent(key, text) : Put(OperationCode.SetIfAbsent, key, value.Kind, value.Bytes.Span);

    /// <summary>Removes a key; nothing happens if it is absent.</summary>
    /// <param name="key">1 to <see cref="SessionLimits.MaxKeyBytes"/> bytes of UTF-8.</param>
    public ChangeSet Remove(string key)
    {
        if (Admits(key))
        {
            _writer.Keyed(OperationCode.Remove, key);
        }

        return this;
    }

    /// <summary>
    /// Removes all data; subject and tags stay. It is a fence: change sets of scopes that began earlier are refused whole, so nothing that
    /// was cleared is put back.
    /// </summary>
    public ChangeSet Clear()
    {
        if (AdmitsOne())
        {
            _writer.Simple(OperationCode.Clear);
        }

        return this;
    }

    /// <summary>Adds to a number; an absent key counts as 0. Increments never lose a step, however many callers there are.</summary>
    /// <param name="key">1 to <see cref="SessionLimits.MaxKeyBytes"/> bytes of UTF-8.</param>
    /// <param name="by">What to add; may be 0 or negative. A sum outside 64 bits is refused.</param>
    public ChangeSet Increment(string key, long by = 1)
    {
        if (Admits(key))
        {
            _writer.Keyed(OperationCode.Increment, key, Varint.Zigzag(by));
        }

        return this;
    }

    /// <summary>Appends a value to a list, making the list if the key is absent; the oldest items beyond the bound are dropped.</summary>
    /// <param name="key">1 to <see cref="SessionLimits.MaxKeyBytes"/> bytes of UTF-8.</param>
    /// <param name="value">A text, a number or bytes.</param>
    /// <param name="maxItems">How many items the list keeps, 1 to 10 000.</param>
    public ChangeSet Append(string key, SessionValue value, int maxItems)
    {
        if (maxItems is < 1 or > MaxListItems)
        {
            Refuse(ErrorCodes.InvalidValue, $"maxItems is {maxItems}; a list keeps 1 to {MaxListItems} items.");
        }
        else if (Admits(key) && AdmitsValue(key, value.Kind, value.Bytes.Length))
        {
            _writer.Append(key, value.Kind, value.Bytes.Span, maxItems);
        }

        return this;
    }

    /// <summary>Marks its subject as authenticated or not. True without a subject is refused; false keeps the subject.</summary>
    public ChangeSet SetAuthenticated(bool value)
    {
        if (AdmitsOne())
        {
            _writer.Flag(OperationCode.SetAuthenticated, value);
        }

        return this;
    }

    /// <summary>
    /// Says whose session it is and that they are authenticated, and restarts both deadlines from that instant. A session with another
    /// subject refuses it: a session never changes hands.
    /// </summary>
    /// <param name="subject">1 to 256 bytes of UTF-8.</param>
    /// <param name="authenticatedAt">When they authenticated; null for now, and a later instant counts as now.</param>
    /// <param name="displayName">Their name for people, at most 256 bytes of UTF-8; null keeps the one there is.</param>
    public ChangeSet SetSubject(string subject, DateTimeOffset? authenticatedAt = null, string? displayName = null)
    {
        if (AdmitsOne()
            && AdmitsLength("subject", subject, 1, MaxSubjectBytes)
            && AdmitsLength("displayName", displayName ?? string.Empty, 0, MaxSubjectBytes))
        {
            _writer.Subject(subject, displayName ?? string.Empty, authenticatedAt?.UtcTicks ?? -1);
        }

        return this;
    }

    /// <summary>Adds a tag; nothing happens if it is there.</summary>
    /// <param name="tag">1 to 64 bytes of UTF-8, not one of <see cref="AutomaticTags"/>.</param>
    public ChangeSet AddTag(string tag)
    {
        if (AdmitsTag(tag))
        {
            _writer.Keyed(OperationCode.AddTag, tag);
        }

        return this;
    }

    /// <summary>Removes a tag; nothing happens if it is absent.</summary>
    /// <param name="tag">1 to 64 bytes of UTF-8, not one of <see cref="AutomaticTags"/>.</param>
    public ChangeSet RemoveTag(string tag)
    {
        if (AdmitsTag(tag))
        {
            _writer.Keyed(OperationCode.RemoveTag, tag);
        }

        return this;
    }

    /// <summary>
    /// Makes the whole change set conditional on a key: if it was written since, or is there though it should not be, the update answers
    /// <see cref="Status.Conflict"/> and nothing is applied.
    /// </summary>
    /// <param name="key">1 to <see cref="SessionLimits.MaxKeyBytes"/> bytes of UTF-8.</param>
    /// <param name="version">What <see cref="SessionData.GetVersion"/> said; 0 for "absent".</param>
    public ChangeSet IfKeyVersion(string key, long version)
    {
        if (version < 0)
        {
            Refuse(ErrorCodes.InvalidValue, $"A key's version is 0 or more, not {version}.");
        }
        else if (Admits(key))
        {
            _writer.Keyed(OperationCode.IfKeyVersion, key, (ulong)version);
        }

        return this;
    }

    internal void CheckType(string type) => AdmitsLength("type", type, 0, MaxTypeBytes);

    internal ChangeSet RecordAccess()
    {
        _writer.Simple(OperationCode.RecordAccess);
        return this;
    }

    internal ChangeSet Put(OperationCode code, string key, SessionValueKind kind, ReadOnlySpan<byte> value)
    {
        if (Admits(key) && AdmitsValue(key, kind, value.Length))
        {
            _writer.Valued(code, key, kind, value);
        }

        return this;
    }

    private bool Admits(string key) => AdmitsOne() && AdmitsKey(key);

    private bool AdmitsOne()
    {
        if (Error is not null)
        {
            return false;
        }

        if (_writer.Count < _limits.MaxOperations)
        {
            return true;
        }

        Limit = new SessionLimit(nameof(SessionLimits.MaxOperations), _limits.MaxOperations, _writer.Count + 1);
        return Refuse(ErrorCodes.TooManyOperations, $"A change set has at most {_limits.MaxOperations} operations (MaxOperations). Split it.");
    }

    private bool AdmitsKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length > 0 && key.Length <= _limits.MaxKeyBytes && !key.AsSpan().ContainsAnyExceptInRange('\u0001', '\u007F'))
        {
            return true; // ASCII, as nearly all keys are: one look at each character decides
        }

        if (!AdmitsUnicode("data key", key) || !AdmitsNoNull("data key", key))
        {
            return false;
        }

        var length = key.Length * 3 <= _limits.MaxKeyBytes ? key.Length : Encoding.UTF8.GetByteCount(key);
        if (length == 0)
        {
            return Refuse(ErrorCodes.InvalidDataKey, "A data key is empty; it has 1 byte of UTF-8 or more.");
        }

        if (length <= _limits.MaxKeyBytes)
        {
            return true;
        }

        Limit = new SessionLimit(nameof(SessionLimits.MaxKeyBytes), _limits.MaxKeyBytes, length);
        return Refuse(ErrorCodes.InvalidDataKey, $"A data key has {length} bytes of UTF-8; at most {_limits.MaxKeyBytes} are allowed (MaxKeyBytes).");
    }

    private bool AdmitsText(string key, string value) =>
        (value.Length <= _limits.MaxValueBytes && Ascii.IsValid(value))
        || (AdmitsUnicode("value", value) && AdmitsValue(key, SessionValueKind.Text, Encoding.UTF8.GetByteCount(value)));

    private bool AdmitsValue(string key, SessionValueKind kind, int length)
    {
        if (kind is SessionValueKind.None or SessionValueKind.List)
        {
            return Refuse(ErrorCodes.InvalidValue, $"The value for '{key}' is {(kind == SessionValueKind.None ? "empty (default)" : "a list")}; lists are made by Append only.");
        }

        if (length <= _limits.MaxValueBytes)
        {
            return true;
        }

        Limit = new SessionLimit(nameof(SessionLimits.MaxValueBytes), _limits.MaxValueBytes, length);
        return Refuse(ErrorCodes.ValueTooLarge, $"The value for '{key}' has {length} bytes; at most {_limits.MaxValueBytes} are allowed (MaxValueBytes). Store it elsewhere and keep a reference to it here.");
    }

    private bool AdmitsTag(string tag)
    {
        if (!AdmitsOne() || !AdmitsLength("tag", tag, 1, MaxTagBytes))
        {
            return false;
        }

        if (!AutomaticTags.IsReserved(tag))
        {
            return true;
        }

        return Refuse(ErrorCodes.InvalidValue, $"The tag '{tag}' follows from the session's state; it cannot be set or removed.");
    }

    private bool AdmitsLength(string what, string text, int min, int max)
    {
        ArgumentNullException.ThrowIfNull(text, what);
        if (!AdmitsUnicode(what, text) || !AdmitsNoNull(what, text))
        {
            return false;
        }

        var length = Encoding.UTF8.GetByteCount(text);
        if (length >= min && length <= max)
        {
            return true;
        }

        return Refuse(ErrorCodes.InvalidValue, $"The {what} has {length} bytes of UTF-8; {min} to {max} are allowed.");
    }

    // Databases cannot keep U+0000 in a text, and a session must be able to live in any store.
    private bool AdmitsNoNull(string what, string text)
    {
        if (!text.Contains('\0', StringComparison.Ordinal))
        {
            return true;
        }

        return Refuse(ErrorCodes.InvalidValue, $"The {what} contains the character U+0000, which is not allowed.");
    }

    // Half a surrogate pair has no UTF-8: it would be stored as another character, and two keys could become one.
    private bool AdmitsUnicode(string what, string text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (; at >= 0 && at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
            {
                return Refuse(ErrorCodes.InvalidValue, $"The {what} is no valid Unicode text: it has half of a surrogate pair at position {at}.");
            }

            at++;
        }

        return true;
    }

    // Always false: nothing more is admitted.
    private bool Refuse(string code, string message)
    {
        Error ??= new HoldfastError(code, message);
        return false;
    }
}
