using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Holdfast.Operations;

/// <summary>
/// Encodes operations one behind the other. A key is a varint length and UTF-8; a value is a <see cref="ValueHeader"/> and its bytes.
/// <code>
/// Set, SetIfAbsent     code, key, value           Increment         code, key, zigzag number
/// Remove               code, key                  Append            code, key, varint bound, value
/// Clear, RecordAccess  code                       IfKeyVersion      code, key, varint version
/// AddTag, RemoveTag    code, key                  SetAuthenticated  code, 0 or 1
/// SetSubject           code, key, display name (as a key), zigzag instant (-1: the store's now)
/// Regenerate           code, 32 bytes, varint grace in ticks
/// </code>
/// One writer belongs to one change set and one thread.
/// </summary>
internal sealed class OperationWriter
{
    // A length below this is a varint of one byte.
    private const int OneByte = 0x80;

    private byte[] _bytes = [];
    private int _length;

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _length);

    /// <summary>Makes room at once for what is known to come.</summary>
    public void Expect(int bytes) => Reserve(bytes);

    /// <summary>Where the writer stands, for <see cref="BackTo"/>.</summary>
    public (int Length, int Count) Mark => (_length, Count);

    /// <summary>Forgets what was written since a mark.</summary>
    public void BackTo((int Length, int Count) mark)
    {
        _length = mark.Length;
        Count = mark.Count;
    }

    public void Reset()
    {
        // A new buffer, not the old one again: a snapshot or a store may still be reading what was written (Invariant 11).
        _bytes = [];
        _length = 0;
        Count = 0;
    }

    public void Simple(OperationCode code)
    {
        Reserve(1);
        Begin(code);
    }

    public void Keyed(OperationCode code, string key)
    {
        Reserve(1 + KeySize(key));
        Begin(code);
        Key(key);
    }

    public void Keyed(OperationCode code, string key, ulong number)
    {
        Reserve(1 + KeySize(key) + Varint.MaxBytes);
        Begin(code);
        Key(key);
        Number(number);
    }

    public void Valued(OperationCode code, string key, SessionValueKind kind, ReadOnlySpan<byte> value)
    {
        Reserve(1 + KeySize(key) + ValueHeader.Size(value.Length) + value.Length);
        Begin(code);
        Key(key);
        Value(kind, value);
    }

    public void Text(OperationCode code, string key, string value)
    {
        var length = Ascii.IsValid(value) ? value.Length : Encoding.UTF8.GetByteCount(value);
        Reserve(1 + KeySize(key) + ValueHeader.Size(length) + length);
        Begin(code);
        Key(key);
        _length = ValueHeader.Write(_bytes, _length, SessionValueKind.Text, length);
        _length += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(_length));
    }

    public void Integer(OperationCode code, string key, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Valued(code, key, SessionValueKind.Number, bytes);
    }

    public void Append(string key, SessionValueKind kind, ReadOnlySpan<byte> value, int maxItems)
    {
        Reserve(1 + KeySize(key) + Varint.MaxBytes + ValueHeader.Size(value.Length) + value.Length);
        Begin(OperationCode.Append);
        Key(key);
        Number((ulong)maxItems);
        Value(kind, value);
    }

    public void Flag(OperationCode code, bool value)
    {
        Reserve(2);
        Begin(code);
        _bytes[_length++] = value ? (byte)1 : (byte)0;
    }

    public void Subject(string subject, string displayName, long instant)
    {
        Reserve(1 + KeySize(subject) + KeySize(displayName) + Varint.MaxBytes);
        Begin(OperationCode.SetSubject);
        Key(subject);
        Key(displayName);
        Number(Varint.Zigzag(instant));
    }

    public void Regenerate(ReadOnlySpan<byte> digest, long graceTicks)
    {
        Reserve(1 + digest.Length + Varint.MaxBytes);
        Begin(OperationCode.Regenerate);
        digest.CopyTo(_bytes.AsSpan(_length));
        _length += digest.Length;
        Number((ulong)graceTicks);
    }

    /// <summary>Appends operations that are encoded already.</summary>
    public void Raw(ReadOnlySpan<byte> encoded, int count)
    {
        Reserve(encoded.Length);
        encoded.CopyTo(_bytes.AsSpan(_length));
        _length += encoded.Length;
        Count += count;
    }

    private static int KeySize(string key) => 5 + Encoding.UTF8.GetMaxByteCount(key.Length);

    private void Begin(OperationCode code)
    {
        _bytes[_length++] = (byte)code;
        Count++;
    }

    private void Key(string key)
    {
        // Room for the longest encoding is reserved; ASCII, as nearly all keys are, is encoded without being measured first.
        if (key.Length < OneByte && Ascii.FromUtf16(key, _bytes.AsSpan(_length + 1), out var written) == OperationStatus.Done)
        {
            _bytes[_length] = (byte)written;
            _length += 1 + written;
            return;
        }

        var length = Encoding.UTF8.GetByteCount(key);
        _length = Varint.Write(_bytes, _length, (ulong)length);
        _length += Encoding.UTF8.GetBytes(key, _bytes.AsSpan(_length));
    }

    private void Value(SessionValueKind kind, ReadOnlySpan<byte> value)
    {
        _length = ValueHeader.Write(_bytes, _length, kind, value.Length);
        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
    }

    private void Number(ulong value) => _length = Varint.Write(_bytes, _length, value);

    private void Reserve(int more)
    {
        if (_bytes.Length - _length < more)
        {
            Array.Resize(ref _bytes, Math.Max(_length + more, Math.Max(64, _bytes.Length * 2)));
        }
    }
}
