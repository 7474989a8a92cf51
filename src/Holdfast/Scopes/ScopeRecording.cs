using Holdfast.Operations;

namespace Holdfast;

/// <summary>What a scope has recorded since its last commit, and what the session looks like with it.</summary>
/// <remarks>
/// A key that was read and then written is a conditional write where its rule says reject: the version read is added as a condition, so
/// the store compares exactly, removals included.
/// </remarks>
internal sealed class ScopeRecording(HoldfastOptions options)
{
    private ChangeSet? _changes;
    private SessionImage _preview;
    private SessionImage _previewOf;
    private bool _hasPreview;
    private Dictionary<string, long>? _read;
    private HashSet<string>? _guarded;

    public ChangeSet Changes => _changes ??= new ChangeSet(options.Limits);

    public int Count => _changes?.Count ?? 0;

    /// <summary>Nothing recorded, and nothing refused while recording.</summary>
    public bool IsEmpty => _changes is null or { Count: 0, Error: null };

    /// <summary>Whether all that is recorded takes something away: there is nothing to create a session for.</summary>
    public bool OnlyRemoves
    {
        get
        {
            var reader = new OperationReader(Changes.Writer.Written);
            while (reader.TryRead(out var operation))
            {
                if (operation.Code is not (OperationCode.Remove or OperationCode.Clear or OperationCode.RemoveTag))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Something was recorded: an earlier preview is out of date.</summary>
    public void Touched() => _hasPreview = false;

    public void Reset()
    {
        _changes = null;
        _read = null;
        _guarded = null;
        _hasPreview = false;
    }

    public void NoteRead(string key, SessionImage image)
    {
        if (!options.Conflicts.HasAny || options.Conflicts.RuleFor(key) != ConflictRule.Reject)
        {
            return;
        }

        _read ??= new Dictionary<string, long>(StringComparer.Ordinal);
        _read.TryAdd(key, new SessionData(image).GetVersion(key));
    }

    /// <summary>Says that a key is written: if it was read before and its rule is reject, the commit depends on what was read.</summary>
    public void NoteWrite(string key)
    {
        if (_read is not null && _read.ContainsKey(key))
        {
            _guarded ??= new HashSet<string>(StringComparer.Ordinal);
            _guarded.Add(key);
        }
    }

    public ReadOnlyMemory<byte> Encode(out int count)
    {
        var writer = Changes.Writer;
        foreach (var key in _guarded ?? [])
        {
            writer.Keyed(OperationCode.IfKeyVersion, key, (ulong)_read![key]);
        }

        _guarded = null;
        count = writer.Count;
        return writer.WrittenMemory;
    }

    /// <summary>The session with what is recorded applied, as only this scope sees it.</summary>
    public SessionImage Preview(SessionImage image)
    {
        if (Count == 0)
        {
            return image;
        }

        if (_hasPreview && ReferenceEquals(_previewOf.Bytes, image.Bytes))
        {
            return _preview;
        }

        var before = image.IsNone ? ImageFactory.Blank(default, 0, string.Empty, 1, 1, 0, version: 0) : image;
        var outcome = ChangeApplier.Apply(new ApplyInput
        {
            Image = before,
            Operations = Changes.Writer.Written,
            OperationCount = Count,
            Now = before.CreatedTicks,
            Base = ApplyInput.NoBase,
            CountAccess = false,
            Limits = options.Limits,
        });
        _preview = outcome.Refusal == Refusal.None ? outcome.Image : before;
        _previewOf = image;
        _hasPreview = true;
        return _preview;
    }
}
