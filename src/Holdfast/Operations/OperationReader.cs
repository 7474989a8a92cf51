using Holdfast.Model;

namespace Holdfast.Operations;

/// <summary>Decodes what <see cref="OperationWriter"/> wrote. Encoded operations come from this process or a checksummed journal: damage throws.</summary>
internal ref struct OperationReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _offset;

    public bool TryRead(out Operation operation)
    {
        operation = default;
        if (_offset >= _bytes.Length)
        {
            return false;
        }

        var code = _bytes[_offset++];
        operation.Code = (OperationCode)code;
        switch (operation.Code)
        {
            case OperationCode.Set:
            case OperationCode.SetIfAbsent:
                operation.Key = Key(out operation.KeyOffset);
                operation.Value = Value(out operation.Kind, out operation.ValueOffset);
                break;
            case OperationCode.Remove:
            case OperationCode.AddTag:
            case OperationCode.RemoveTag:
                operation.Key = Key(out operation.KeyOffset);
                break;
            case OperationCode.Increment:
                operation.Key = Key(out operation.KeyOffset);
                operation.Number = Varint.Unzigzag(Varint.Read(_bytes, ref _offset));
                break;
            case OperationCode.Append:
                operation.Key = Key(out operation.KeyOffset);
                operation.Number = (long)Varint.Read(_bytes, ref _offset);
                operation.Value = Value(out operation.Kind, out operation.ValueOffset);
                break;
            case OperationCode.IfKeyVersion:
                operation.Key = Key(out operation.KeyOffset);
                operation.Number = (long)Varint.Read(_bytes, ref _offset);
                break;
            case OperationCode.SetAuthenticated:
                operation.Number = _bytes[_offset++];
                break;
            case OperationCode.SetSubject:
                operation.Key = Key(out operation.KeyOffset);
                operation.Value = Take(Varint.ReadLength(_bytes, ref _offset), out operation.ValueOffset);
                operation.Number = Varint.Unzigzag(Varint.Read(_bytes, ref _offset));
                break;
            case OperationCode.Regenerate:
                operation.Value = Take(SecretDigest.Size, out operation.ValueOffset);
                operation.Number = (long)Varint.Read(_bytes, ref _offset);
                break;
            case OperationCode.Clear:
            case OperationCode.RecordAccess:
                break;
            default:
                throw new InvalidDataException($"Operation code {code} is not known to this version.");
        }

        return true;
    }

    private ReadOnlySpan<byte> Key(scoped out int offset) => Take(Varint.ReadLength(_bytes, ref _offset), out offset);

    private ReadOnlySpan<byte> Value(scoped out SessionValueKind kind, scoped out int offset)
    {
        kind = ValueHeader.Read(_bytes, ref _offset, out var length);
        return Take(length, out offset);
    }

    private ReadOnlySpan<byte> Take(int length, scoped out int offset)
    {
        offset = _offset;
        _offset += length;
        return _bytes.Slice(offset, length);
    }
}
