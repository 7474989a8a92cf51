using System.Buffers.Binary;
using System.Text;
using Holdfast.Model;

namespace Holdfast.Operations;

/// <summary>
/// One run of <see cref="ChangeApplier"/>: the old image's keys are listed as offsets, each operation edits the list, and the next
/// image is written once at the end. Until then nothing exists that could be seen half changed.
/// </summary>
/// <remarks>
/// Conditions look at the state before the set, wherever they stand in it. The other operations see what those before them did.
/// </remarks>
internal ref struct ChangeApplication
{
    private readonly ApplyInput _input;
    private readonly byte[] _old;
    private readonly ImageNumbers _numbers;
    private readonly long _nextVersion;
    private readonly Span<WorkEntry> _entries;
    private int _count;
    private int _liveKeys;
    private List<byte[]>? _scratch;
    private TextEdits? _texts;
    private ImageFlags _flags;
    private long _authenticated;
    private long _fence;
    private bool _recordAccess;
    private bool _userDataChanged;
    private ApplyOutcome _outcome;

    public ChangeApplication(in ApplyInput input, Span<WorkEntry> entries)
    {
        _input = input;
        _old = input.Image.Bytes;
        _numbers = input.Image.Numbers;
        _nextVersion = _numbers.Version + 1;
        _entries = entries;
        _flags = input.Image.Flags;
        _authenticated = input.Image.HasSubject ? input.Image.AuthenticatedTicks : 0;
        _fence = _numbers.Fence;
        _outcome.Image = input.Image;
    }

    public ApplyOutcome Run()
    {
        // Invariant 2: whoever began before the last Clear must not put back what it removed.
        if (_input.Base >= 0 && _input.Base < _fence)
        {
            _outcome.Refusal = Refusal.FenceCrossed;
            return _outcome;
        }

        ListEntries();
        var reader = new OperationReader(_input.Operations);
        while (_outcome.Refusal == Refusal.None && reader.TryRead(out var operation))
        {
            Apply(operation);
        }

        if (_outcome.Refusal == Refusal.None)
        {
            Finish();
        }

        return _outcome;
    }

    private void ListEntries()
    {
        foreach (var entry in _input.Image.Entries)
        {
            _entries[_count++] = new WorkEntry
            {
                Start = entry.Start,
                End = entry.End,
                KeyOffset = entry.KeyOffset,
                KeyLength = entry.KeyLength,
                ValueOffset = entry.ValueOffset,
                ValueLength = entry.ValueLength,
                Version = entry.Version,
                VersionBefore = entry.Version,
                Kind = entry.Kind,
            };
        }

        _liveKeys = _count;
    }

    private void Apply(in Operation operation)
    {
        switch (operation.Code)
        {
            case OperationCode.Set:
                Set(operation, onlyIfAbsent: false);
                break;
            case OperationCode.SetIfAbsent:
                Set(operation, onlyIfAbsent: true);
                break;
            case OperationCode.Remove:
                Remove(operation);
                break;
            case OperationCode.Clear:
                Clear();
                break;
            case OperationCode.Increment:
                Increment(operation);
                break;
            case OperationCode.Append:
                Append(operation);
                break;
            case OperationCode.IfKeyVersion:
                Check(operation);
                break;
            case OperationCode.RecordAccess:
                _recordAccess = true;
                _outcome.IsUse = true;
                break;
            case OperationCode.SetAuthenticated:
                SetAuthenticated(operation.Number != 0);
                break;
            case OperationCode.SetSubject:
                SetSubject(operation);
                break;
            case OperationCode.AddTag:
                EditTag(operation.Key, add: true);
                break;
            case OperationCode.RemoveTag:
                EditTag(operation.Key, add: false);
                break;
            case OperationCode.Regenerate:
                _outcome.Regenerated = true;
                _outcome.NewDigest = SecretDigest.Read(operation.Value);
                _outcome.GraceTicks = operation.Number;
                _outcome.Changed = true;
                break;
        }
    }

    private void Set(in Operation operation, bool onlyIfAbsent)
    {
        _outcome.IsUse = true;
        ref var entry = ref FindOrAdd(operation, out var present);
        if (present && onlyIfAbsent)
        {
            return;
        }

        if (present)
        {
            CountUnseen(entry);
        }

        Write(ref entry, operation.Kind, WorkSource.Operations, operation.ValueOffset, operation.Value.Length);
    }

    private void Remove(in Operation operation)
    {
        _outcome.IsUse = true;
        var index = IndexOf(operation.Key);
        if (index < 0 || _entries[index].Removed)
        {
            return;
        }

        ref var entry = ref _entries[index];
        CountUnseen(entry);
        entry.Removed = true;
        entry.Touched = true;
        _liveKeys--;
        ChangedData();
    }

    private void Clear()
    {
        _outcome.IsUse = true;
        for (var i = 0; i < _count; i++)
        {
            ref var entry = ref _entries[i];
            if (!entry.Removed)
            {
                CountUnseen(entry);
                entry.Removed = true;
                entry.Touched = true;
            }
        }

        _liveKeys = 0;

        // Also on an empty session: the fence is the point (Invariant 2).
        _fence = _nextVersion;
        ChangedData();
    }

    private void Increment(in Operation operation)
    {
        _outcome.IsUse = true;
        ref var entry = ref FindOrAdd(operation, out var present);
        long value = 0;
        if (present)
        {
            if (entry.Kind != SessionValueKind.Number)
            {
                Refuse(Refusal.WrongType, operation.Key);
                return;
            }

            value = entry.ValueSource == WorkSource.Integer
                ? entry.Integer
                : BinaryPrimitives.ReadInt64LittleEndian(ValueOf(entry));
        }

        var sum = unchecked(value + operation.Number);
        if (((value ^ sum) & (operation.Number ^ sum)) < 0)
        {
            Refuse(Refusal.Overflow, operation.Key);
            return;
        }

        if (present && operation.Number == 0)
        {
            return;
        }

        entry.Integer = sum;
        Write(ref entry, SessionValueKind.Number, WorkSource.Integer, 0, sizeof(long));
    }

    private void Append(in Operation operation)
    {
        _outcome.IsUse = true;
        ref var entry = ref FindOrAdd(operation, out var present);
        if (present && entry.Kind != SessionValueKind.List)
        {
            Refuse(Refusal.WrongType, operation.Key);
            return;
        }

        var list = ListValue.Append(present ? ValueOf(entry) : default, operation.Kind, operation.Value, (int)operation.Number);
        if (list.Length > _input.Limits.MaxValueBytes)
        {
            Refuse(Refusal.ValueTooLarge, operation.Key);
            _outcome.Limit = new SessionLimit(nameof(SessionLimits.MaxValueBytes), _input.Limits.MaxValueBytes, list.Length);
            return;
        }

        _scratch ??= [];
        _scratch.Add(list);
        Write(ref entry, SessionValueKind.List, WorkSource.Scratch, _scratch.Count - 1, list.Length);
    }

    private void Check(in Operation operation)
    {
        var index = IndexOf(operation.Key);
        var before = index < 0 ? 0 : _entries[index].VersionBefore;
        if (before != operation.Number)
        {
            Refuse(Refusal.KeyVersionMismatch, operation.Key);
        }
    }

    private void SetAuthenticated(bool value)
    {
        if (value && (_flags & ImageFlags.HasSubject) == ImageFlags.None)
        {
            _outcome.Refusal = Refusal.NoSubject;
            return;
        }

        var flags = value ? _flags | ImageFlags.Authenticated : _flags & ~ImageFlags.Authenticated;
        _outcome.Changed |= flags != _flags;
        _flags = flags;
    }

    private void SetSubject(in Operation operation)
    {
        _texts ??= new TextEdits(_input.Image);
        if (_texts.Subject is { } subject && !operation.Key.SequenceEqual(subject))
        {
            _outcome.Refusal = Refusal.OtherSubject;
            return;
        }

        // An instant from the future would outlive the absolute timeout; the store's now is the latest that can be true.
        _authenticated = operation.Number < 0 ? _input.Now : Math.Min(operation.Number, _input.Now);
        _texts.SetSubject(operation.Key, operation.Value);
        _flags |= ImageFlags.HasSubject | ImageFlags.Authenticated;
        _outcome.SubjectSet = true;
        _outcome.Changed = true;
    }

    private void EditTag(ReadOnlySpan<byte> tag, bool add)
    {
        _texts ??= new TextEdits(_input.Image);
        _outcome.Changed |= add ? _texts.AddTag(tag) : _texts.RemoveTag(tag);
        if (add && _texts.TagCount > _input.Limits.MaxTags)
        {
            _outcome.Refusal = Refusal.TooManyTags;
            _outcome.Limit = new SessionLimit(nameof(SessionLimits.MaxTags), _input.Limits.MaxTags, _texts.TagCount);
        }
    }

    private void Finish()
    {
        if (_liveKeys > _input.Limits.MaxKeys && _liveKeys > _input.Image.KeyCount)
        {
            _outcome.Refusal = Refusal.TooManyKeys;
            _outcome.Limit = new SessionLimit(nameof(SessionLimits.MaxKeys), _input.Limits.MaxKeys, _liveKeys);
            return;
        }

        var counts = _input.CountAccess && (_recordAccess || _userDataChanged);
        _outcome.Changed |= counts;
        if (!_outcome.Changed)
        {
            return;
        }

        var writer = new ImageWriter
        {
            Old = _old,
            Operations = _input.Operations,
            Entries = _entries[.._count],
            Scratch = _scratch,
            Texts = _texts,
            OldTexts = _old.AsSpan(_numbers.End, _input.Image.DataOffset - _numbers.End),
            Flags = _flags,
            Authenticated = _authenticated,
            Version = _nextVersion,
            AccessCount = _numbers.AccessCount + (counts ? 1 : 0),
            Fence = _fence,
            KeyCount = _liveKeys,
        };
        var size = writer.Measure();
        if (size > _input.Limits.MaxSessionBytes && size > _old.Length)
        {
            _outcome.Refusal = Refusal.SessionTooLarge;
            _outcome.Limit = new SessionLimit(nameof(SessionLimits.MaxSessionBytes), _input.Limits.MaxSessionBytes, size);
            _outcome.Changed = false;
            return;
        }

        _outcome.Image = new SessionImage(writer.Write(size));
    }

    private readonly int IndexOf(ReadOnlySpan<byte> key)
    {
        for (var i = 0; i < _count; i++)
        {
            ref readonly var entry = ref _entries[i];
            if (entry.KeyLength == key.Length && KeyOf(entry).SequenceEqual(key))
            {
                return i;
            }
        }

        return -1;
    }

    private ref WorkEntry FindOrAdd(in Operation operation, out bool present)
    {
        var index = IndexOf(operation.Key);
        if (index >= 0)
        {
            present = !_entries[index].Removed;
            return ref _entries[index];
        }

        present = false;
        ref var added = ref _entries[_count++];
        added = new WorkEntry
        {
            KeyOffset = operation.KeyOffset,
            KeyLength = operation.Key.Length,
            KeyIsNew = true,
            Removed = true,
        };
        return ref added;
    }

    private void Write(ref WorkEntry entry, SessionValueKind kind, WorkSource source, int offset, int length)
    {
        if (entry.Removed)
        {
            entry.Removed = false;
            _liveKeys++;
        }

        entry.Kind = kind;
        entry.ValueSource = source;
        entry.ValueOffset = offset;
        entry.ValueLength = length;
        entry.Version = _nextVersion;
        entry.Touched = true;
        ChangedData();
    }

    private void ChangedData()
    {
        _userDataChanged = true;
        _outcome.Changed = true;
    }

    private void CountUnseen(in WorkEntry entry)
    {
        // What this same set wrote a moment ago is not unseen.
        if (_input.Base >= 0 && !entry.Touched && entry.Version > _input.Base)
        {
            _outcome.OverwroteUnseen++;
        }
    }

    private readonly ReadOnlySpan<byte> KeyOf(in WorkEntry entry) =>
        entry.KeyIsNew
            ? _input.Operations.Slice(entry.KeyOffset, entry.KeyLength)
            : _old.AsSpan(entry.KeyOffset, entry.KeyLength);

    private readonly ReadOnlySpan<byte> ValueOf(in WorkEntry entry) => entry.ValueSource switch
    {
        WorkSource.Operations => _input.Operations.Slice(entry.ValueOffset, entry.ValueLength),
        WorkSource.Scratch => _scratch![entry.ValueOffset],
        _ => _old.AsSpan(entry.ValueOffset, entry.ValueLength),
    };

    private void Refuse(Refusal refusal, ReadOnlySpan<byte> key)
    {
        _outcome.Refusal = refusal;
        _outcome.Key = Encoding.UTF8.GetString(key);
    }
}
