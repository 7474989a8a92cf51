using System.Text;
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

    // The version of each key with the reject rule when this scope first read it; it outlives a commit, since what was read does too.
    private Dictionary<string, long>? _read;

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

    /// <summary>Runs a caller's delegate; if it throws, nothing of it stays recorded.</summary>
    public void Record(Action<ChangeSet> change)
    {
        _hasPreview = false;
        var mark = Changes.Writer.Mark;
        try
        {
            change(Changes);
        }
        catch
        {
            Changes.Writer.BackTo(mark);
            throw;
        }
    }

    /// <summary>Drops what was recorded and what was read: the unit of work begins anew.</summary>
    public void Reset()
    {
        Detach();
        _read = null;
    }

    /// <summary>Takes the recorded operations away for a commit, so that no second one can apply them again.</summary>
    public ChangeSet? Detach()
    {
        var changes = _changes;
        _changes = null;
        _hasPreview = false;
        return changes;
    }

    /// <summary>After a commit: what this scope wrote it has seen.</summary>
    public void Committed(ChangeSet changes, SessionImage image)
    {
        if (_read is null)
        {
            return;
        }

        var data = new SessionData(image);
        foreach (var key in _read.Keys.ToList())
        {
            if (Writes(changes, key))
            {
                _read[key] = data.GetVersion(key);
            }
        }
    }

    /// <summary>Whom a view of the data has to tell what was read; nobody where no key has a rule.</summary>
    public Action<string>? ReaderOf(SessionImage image) => options.Conflicts.HasAny ? key => NoteRead(key, image) : null;

    public void NoteRead(string key, SessionImage image)
    {
        // A value that the scope itself has just written depends on nobody else.
        if (options.Conflicts.HasAny
            && options.Conflicts.RuleFor(key) == ConflictRule.Reject
            && (_changes is null || !Writes(_changes, key)))
        {
            _read ??= new Dictionary<string, long>(StringComparer.Ordinal);
            _read.TryAdd(key, new SessionData(image).GetVersion(key));
        }
    }

    /// <summary>Makes the commit depend on what was read, where a key's rule asks for it and the key is written.</summary>
    public void Guard(ChangeSet changes)
    {
        foreach (var (key, version) in _read ?? [])
        {
            if (Writes(changes, key))
            {
                changes.Writer.Keyed(OperationCode.IfKeyVersion, key, (ulong)version);
            }
        }
    }

    private static bool Writes(ChangeSet changes, string key)
    {
        var utf8 = Encoding.UTF8.GetBytes(key);
        var reader = new OperationReader(changes.Writer.Written);
        while (reader.TryRead(out var operation))
        {
            if (operation.Code is OperationCode.Set or OperationCode.Remove && operation.Key.SequenceEqual(utf8))
            {
                return true;
            }
        }

        return false;
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
            Now = before.Times.Created,
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
