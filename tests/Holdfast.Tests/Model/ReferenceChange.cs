namespace Holdfast.Tests;

/// <summary>
/// Applies a change set to the reference model's session, from the table in <c>docs/operations.md</c> and nothing else: on a copy, one
/// operation after another, by the book.
/// </summary>
internal sealed class ReferenceChange(ReferenceSession before, SessionLimits limits, long now)
{
    private readonly ReferenceSession _after = before.Copy();
    private readonly long _version = before.Version + 1;
    private bool _dataChanged;
    private bool _recordsAccess;
    private bool _changed;

    /// <summary>The state after the set; that before it when nothing changed.</summary>
    public ReferenceSession After => _changed ? _after : before;

    public bool Changed => _changed;

    public bool IsUse { get; private set; }

    public bool SetsSubject { get; private set; }

    /// <summary>The code of the refusal, or null.</summary>
    public string? Apply(IReadOnlyList<ReferenceOperation> operations, long? basedOn, bool countsAccess, bool regenerates)
    {
        if (basedOn < before.Fence) return ErrorCodes.Fenced;
        foreach (var operation in operations)
            if (Apply(operation) is { } refusal) return refusal;

        if (_after.Data.Count > limits.MaxKeys && _after.Data.Count > before.Data.Count) return ErrorCodes.TooManyKeys;
        var counts = countsAccess && (_recordsAccess || _dataChanged);
        if (counts) _after.AccessCount++;
        _changed |= counts || _dataChanged || regenerates;
        if (_changed && _after.Size > limits.MaxSessionBytes && _after.Size > before.Size) return ErrorCodes.SessionTooLarge;
        _after.Version = _version;
        return null;
    }

    private string? Apply(ReferenceOperation operation)
    {
        var there = _after.Data.TryGetValue(operation.Key, out var present);
        IsUse |= operation.Kind is ReferenceOperationKind.Set or ReferenceOperationKind.SetIfAbsent or ReferenceOperationKind.Remove or ReferenceOperationKind.Clear
            or ReferenceOperationKind.Increment or ReferenceOperationKind.Append or ReferenceOperationKind.RecordAccess;
        switch (operation.Kind)
        {
            case ReferenceOperationKind.Set:
                return Put(operation.Key, operation.Value!);
            case ReferenceOperationKind.SetIfAbsent:
                return there ? null : Put(operation.Key, operation.Value!);
            case ReferenceOperationKind.Remove:
                _dataChanged |= _after.Data.Remove(operation.Key);
                return null;
            case ReferenceOperationKind.Clear:
                _after.Data.Clear();
                _after.Fence = _version;
                _dataChanged = true;
                return null;
            case ReferenceOperationKind.Increment:
                return Increment(operation, there ? present.Value : null);
            case ReferenceOperationKind.Append:
                return Append(operation, there ? present.Value : null);
            case ReferenceOperationKind.IfKeyVersion:
                var had = before.Data.TryGetValue(operation.Key, out var old) ? old.Version : 0;
                return had == operation.Number ? null : ErrorCodes.KeyVersionConflict;
            case ReferenceOperationKind.RecordAccess:
                _recordsAccess = true;
                return null;
            case ReferenceOperationKind.SetAuthenticated:
                return SetAuthenticated(operation.Number != 0);
            case ReferenceOperationKind.SetSubject:
                return SetSubject(operation);
            case ReferenceOperationKind.AddTag:
                return AddTag(operation.Key);
            default:
                _changed |= _after.Tags.Remove(operation.Key);
                return null;
        }
    }

    private string? Put(string key, ReferenceValue value)
    {
        _after.Data[key] = (value, _version);
        _dataChanged = true;
        return null;
    }

    private string? Increment(ReferenceOperation operation, ReferenceValue? present)
    {
        if (present is not null && present.Number is null) return ErrorCodes.WrongType;
        var sum = (Int128)(present?.Number ?? 0) + operation.Number;
        if (sum < long.MinValue || sum > long.MaxValue) return ErrorCodes.Overflow;
        return present is not null && operation.Number == 0 ? null : Put(operation.Key, ReferenceValue.Of((long)sum));
    }

    private string? Append(ReferenceOperation operation, ReferenceValue? present)
    {
        if (present is not null && present.Items is null) return ErrorCodes.WrongType;
        List<string> items = [.. present?.Items ?? [], operation.Value!.Text!];
        var list = new ReferenceValue(null, null, [.. items.TakeLast((int)operation.Number)]);
        return list.Size > limits.MaxValueBytes ? ErrorCodes.ValueTooLarge : Put(operation.Key, list);
    }

    private string? SetAuthenticated(bool value)
    {
        if (value && _after.Subject is null) return ErrorCodes.NoSubject;
        _changed |= _after.IsAuthenticated != value;
        _after.IsAuthenticated = value;
        return null;
    }

    private string? SetSubject(ReferenceOperation operation)
    {
        if (_after.Subject is not null && _after.Subject != operation.Key) return ErrorCodes.OtherSubject;
        _after.Subject = operation.Key;
        _after.DisplayName = operation.Key.ToUpperInvariant();
        _after.IsAuthenticated = true;
        _after.AuthenticatedAt = now - (operation.Number * TimeSpan.TicksPerSecond);
        SetsSubject = true;
        _changed = true;
        return null;
    }

    private string? AddTag(string tag)
    {
        if (!_after.Tags.Contains(tag))
        {
            _after.Tags.Add(tag);
            _changed = true;
        }

        return _after.Tags.Count > limits.MaxTags ? ErrorCodes.TooManyTags : null;
    }
}
