using System.Buffers.Binary;

namespace Holdfast.Operations;

/// <summary>
/// The data keys that a change set names, as it edits them. Keys that it does not name are never looked at one by one, so a change costs what
/// it changes, plus one search per key and the copy of the rest.
/// </summary>
internal ref struct DataEdits
{
    private readonly SessionImage _image;
    private readonly ReadOnlySpan<byte> _operations;
    private readonly long _base;
    private readonly Span<Edit> _edits;
    private List<byte[]>? _lists;
    private int _count;

    public DataEdits(SessionImage image, ReadOnlySpan<byte> operations, Span<Edit> edits, long baseVersion)
    {
        _image = image;
        _operations = operations;
        _edits = edits;
        _base = baseVersion;
        LiveKeys = image.KeyCount;
    }

    public int LiveKeys { get; private set; }

    public bool Changed { get; private set; }

    /// <summary>All that the old image had is gone; the edits alone remain.</summary>
    public bool IsCleared { get; private set; }

    public int OverwroteUnseen { get; private set; }

    public readonly ReadOnlySpan<Edit> All => _edits[.._count];

    public void Set(in Operation operation, bool onlyIfAbsent)
    {
        ref var edit = ref FindOrAdd(operation);
        if (edit.IsPresent)
        {
            if (onlyIfAbsent)
            {
                return;
            }

            CountUnseen(edit);
        }

        Write(ref edit, operation.Kind, WorkSource.Operations, operation.ValueOffset, operation.Value.Length);
    }

    public void Remove(in Operation operation)
    {
        ref var edit = ref FindOrAdd(operation);
        if (!edit.IsPresent)
        {
            return;
        }

        CountUnseen(edit);
        edit.IsPresent = false;
        edit.IsTouched = true;
        LiveKeys--;
        Changed = true;
    }

    public void Clear()
    {
        CountUnseenOnClear();
        for (var i = 0; i < _count; i++)
        {
            _edits[i].IsPresent = false;
            _edits[i].IsTouched = true;
        }

        LiveKeys = 0;
        IsCleared = true;

        // Also on an empty session: the fence is the point (Invariant 2).
        Changed = true;
    }

    public Refusal Increment(in Operation operation)
    {
        ref var edit = ref FindOrAdd(operation);
        long value = 0;
        if (edit.IsPresent)
        {
            if (edit.Kind != SessionValueKind.Number)
            {
                return Refusal.WrongType;
            }

            value = edit.ValueSource == WorkSource.Integer ? edit.Integer : BinaryPrimitives.ReadInt64LittleEndian(ValueOf(edit));
        }

        var sum = unchecked(value + operation.Number);
        if (((value ^ sum) & (operation.Number ^ sum)) < 0)
        {
            return Refusal.Overflow;
        }

        if (!edit.IsPresent || operation.Number != 0)
        {
            edit.Integer = sum;
            Write(ref edit, SessionValueKind.Number, WorkSource.Integer, 0, sizeof(long));
        }

        return Refusal.None;
    }

    public Refusal Append(in Operation operation, int maxBytes, out int length)
    {
        length = 0;
        ref var edit = ref FindOrAdd(operation);
        if (edit.IsPresent && edit.Kind != SessionValueKind.List)
        {
            return Refusal.WrongType;
        }

        var list = ListValue.Append(edit.IsPresent ? ValueOf(edit) : default, operation.Kind, operation.Value, (int)operation.Number);
        length = list.Length;
        if (length > maxBytes)
        {
            return Refusal.ValueTooLarge;
        }

        _lists ??= [];
        var at = edit is { IsPresent: true, ValueSource: WorkSource.Scratch } ? edit.ValueOffset : _lists.Count;
        if (at == _lists.Count)
        {
            _lists.Add(list);
        }
        else
        {
            _lists[at] = list; // the list that this same change set made before
        }

        Write(ref edit, SessionValueKind.List, WorkSource.Scratch, at, length);
        return Refusal.None;
    }

    /// <summary>The version that had written a key before this change set; 0 if it was absent.</summary>
    public long VersionBefore(in Operation operation) => FindOrAdd(operation).VersionBefore;

    public readonly ReadOnlySpan<byte> KeyOf(in Edit edit) =>
        edit.KeyIsNew
            ? _operations.Slice(edit.KeyOffset, edit.KeyLength)
            : _image.Bytes.AsSpan(edit.KeyOffset, edit.KeyLength);

    public readonly ReadOnlySpan<byte> ValueOf(in Edit edit) => edit.ValueSource switch
    {
        WorkSource.Operations => _operations.Slice(edit.ValueOffset, edit.ValueLength),
        WorkSource.Scratch => _lists![edit.ValueOffset],
        _ => _image.Bytes.AsSpan(edit.ValueOffset, edit.ValueLength),
    };

    private ref Edit FindOrAdd(in Operation operation)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_edits[i].KeyLength == operation.Key.Length && KeyOf(_edits[i]).SequenceEqual(operation.Key))
            {
                return ref _edits[i];
            }
        }

        ref var edit = ref _edits[_count++];
        var start = EntryLayout.Find(_image, operation.Key);
        if (start < 0)
        {
            edit = new Edit { KeyOffset = operation.KeyOffset, KeyLength = operation.Key.Length, KeyIsNew = true };
            return ref edit;
        }

        var entry = EntryLayout.Read(_image.Bytes, start);
        edit.Start = entry.Start;
        edit.End = entry.End;
        edit.KeyOffset = entry.KeyOffset;
        edit.KeyLength = entry.KeyLength;
        edit.ValueOffset = entry.ValueOffset;
        edit.ValueLength = entry.ValueLength;
        edit.Kind = entry.Kind;
        edit.VersionBefore = entry.Version;
        edit.ValueSource = WorkSource.Image;
        edit.KeyIsNew = false;
        edit.IsPresent = !IsCleared;
        edit.IsTouched = IsCleared;
        return ref edit;
    }

    private void Write(ref Edit edit, SessionValueKind kind, WorkSource source, int offset, int length)
    {
        if (!edit.IsPresent)
        {
            edit.IsPresent = true;
            LiveKeys++;
        }

        edit.Kind = kind;
        edit.ValueSource = source;
        edit.ValueOffset = offset;
        edit.ValueLength = length;
        edit.IsTouched = true;
        Changed = true;
    }

    // What this same set wrote a moment ago is not unseen.
    private void CountUnseen(in Edit edit)
    {
        if (_base >= 0 && !edit.IsTouched && edit.VersionBefore > _base)
        {
            OverwroteUnseen++;
        }
    }

    private void CountUnseenOnClear()
    {
        if (_base < 0 || IsCleared)
        {
            return;
        }

        foreach (var entry in _image.Entries)
        {
            if (entry.Version > _base && !IsTouchedAt(entry.Start))
            {
                OverwroteUnseen++;
            }
        }
    }

    private readonly bool IsTouchedAt(int start)
    {
        foreach (ref readonly var edit in All)
        {
            if (!edit.KeyIsNew && edit.Start == start)
            {
                return edit.IsTouched;
            }
        }

        return false;
    }
}
