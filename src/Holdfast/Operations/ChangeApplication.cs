using System.Diagnostics.CodeAnalysis;
using System.Text;
using Holdfast.Model;

namespace Holdfast.Operations;

/// <summary>
/// One run of <see cref="ChangeApplier"/>: each operation edits a list of the keys it names, and the next image is written once at the
/// end from the old one and that list. Until then nothing exists that could be seen half changed.
/// </summary>
/// <remarks>
/// Conditions look at the state before the set, wherever they stand in it. The other operations see what those before them did.
/// </remarks>
internal ref struct ChangeApplication
{
    private readonly ApplyInput _input;
    private readonly ref ApplyOutcome _outcome;
    private readonly ImageNumbers _numbers;
    private readonly long _nextVersion;
    private DataEdits _data;
    private TextEdits? _texts;
    private ImageFlags _flags;
    private ImageTimes _times;
    private bool _recordAccess;

    public ChangeApplication(in ApplyInput input, Span<Edit> edits, ref ApplyOutcome outcome)
    {
        _input = input;
        _outcome = ref outcome;
        _numbers = input.Image.Numbers;
        _nextVersion = _numbers.Version + 1;
        _data = new DataEdits(input.Image, input.Operations, edits, input.Base);
        _flags = input.Image.Flags;
    }

    /// <summary>An instant from the future would outlive the absolute timeout; the store's now is the latest that can be true, and is meant by −1.</summary>
    public static long AuthenticatedAt(long instant, long now) => instant < 0 ? now : Math.Min(instant, now);

    public void Run()
    {
        // Invariant 2: whoever began before the last Clear must not put back what it removed.
        if (_input.Base >= 0 && _input.Base < _numbers.Fence)
        {
            _outcome.Refusal = Refusal.FenceCrossed;
            return;
        }

        var reader = new OperationReader(_input.Operations);
        while (_outcome.Refusal == Refusal.None && reader.TryRead(out var operation))
        {
            Apply(operation);
        }

        if (_outcome.Refusal == Refusal.None)
        {
            Finish();
        }

        _outcome.OverwroteUnseen = _data.OverwroteUnseen;
    }

    private void Apply(in Operation operation)
    {
        switch (operation.Code)
        {
            case OperationCode.Set:
                _outcome.IsUse = true;
                _data.Set(operation, onlyIfAbsent: false);
                break;
            case OperationCode.SetIfAbsent:
                _outcome.IsUse = true;
                _data.Set(operation, onlyIfAbsent: true);
                break;
            case OperationCode.Remove:
                _outcome.IsUse = true;
                _data.Remove(operation);
                break;
            case OperationCode.Clear:
                _outcome.IsUse = true;
                _data.Clear();
                break;
            case OperationCode.Increment:
                _outcome.IsUse = true;
                Check(_data.Increment(operation), operation.Key);
                break;
            case OperationCode.Append:
                _outcome.IsUse = true;
                Append(operation);
                break;
            case OperationCode.IfKeyVersion:
                Check(_data.VersionBefore(operation) == operation.Number ? Refusal.None : Refusal.KeyVersionMismatch, operation.Key);
                break;
            case OperationCode.RecordAccess:
                _outcome.IsUse = true;
                _recordAccess = true;
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
                _outcome.Changed = true;
                _outcome.Detail = new ApplyDetail { NewDigest = SecretDigest.Read(operation.Value), GraceTicks = operation.Number };
                break;
        }
    }

    private void Append(in Operation operation)
    {
        Check(_data.Append(operation, _input.Limits.MaxValueBytes, out var length), operation.Key);
        if (_outcome.Refusal == Refusal.ValueTooLarge)
        {
            Limit(nameof(SessionLimits.MaxValueBytes), _input.Limits.MaxValueBytes, length, operation.Key);
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
        EditTexts();
        if (_texts.Subject is { } subject && !operation.Key.SequenceEqual(subject))
        {
            _outcome.Refusal = Refusal.OtherSubject;
            return;
        }

        _times.Authenticated = AuthenticatedAt(operation.Number, _input.Now);
        _texts.SetSubject(operation.Key, operation.Value);
        _flags |= ImageFlags.HasSubject | ImageFlags.Authenticated;
        _outcome.SubjectSet = true;
        _outcome.Changed = true;
    }

    private void EditTag(ReadOnlySpan<byte> tag, bool add)
    {
        EditTexts();
        _outcome.Changed |= add ? _texts.AddTag(tag) : _texts.RemoveTag(tag);
        if (add && _texts.TagCount > _input.Limits.MaxTags)
        {
            _outcome.Refusal = Refusal.TooManyTags;
            Limit(nameof(SessionLimits.MaxTags), _input.Limits.MaxTags, _texts.TagCount);
        }
    }

    [MemberNotNull(nameof(_texts))]
    private void EditTexts()
    {
        if (_texts is null)
        {
            _texts = new TextEdits(_input.Image);
            _times = _input.Image.Times;
        }
    }

    private void Finish()
    {
        if (_data.LiveKeys > _input.Limits.MaxKeys && _data.LiveKeys > _input.Image.KeyCount)
        {
            _outcome.Refusal = Refusal.TooManyKeys;
            Limit(nameof(SessionLimits.MaxKeys), _input.Limits.MaxKeys, _data.LiveKeys);
            return;
        }

        var counts = _input.CountAccess && (_recordAccess || _data.Changed);
        _outcome.Changed |= counts || _data.Changed;
        if (!_outcome.Changed)
        {
            return;
        }

        var writer = new ImageWriter(_input.Image, _numbers.End)
        {
            Texts = _texts,
            Flags = _flags,
            Times = _times,
            Version = _nextVersion,
            AccessCount = _numbers.AccessCount + (counts ? 1 : 0),
            Fence = _data.IsCleared ? _nextVersion : _numbers.Fence,
        };
        var length = writer.Measure(in _data);
        var image = new SessionImage(writer.Write(in _data, length));
        if (SessionSize.MayExceed(length, _input.Limits.MaxSessionBytes))
        {
            var size = SessionSize.Of(image);
            if (size > _input.Limits.MaxSessionBytes && size > SessionSize.Of(_input.Image))
            {
                _outcome.Refusal = Refusal.SessionTooLarge;
                _outcome.Changed = false;
                Limit(nameof(SessionLimits.MaxSessionBytes), _input.Limits.MaxSessionBytes, size);
                return;
            }
        }

        _outcome.Image = image;
    }

    private void Check(Refusal refusal, ReadOnlySpan<byte> key)
    {
        if (refusal != Refusal.None)
        {
            _outcome.Refusal = refusal;
            _outcome.Detail = new ApplyDetail { Key = Encoding.UTF8.GetString(key) };
        }
    }

    private void Limit(string name, long maximum, long actual, ReadOnlySpan<byte> key = default) =>
        _outcome.Detail = new ApplyDetail
        {
            Key = key.IsEmpty ? null : Encoding.UTF8.GetString(key),
            Limit = new SessionLimit(name, maximum, actual),
        };
}
