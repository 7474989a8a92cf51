namespace Holdfast.Storage.InProcess;

/// <summary>
/// One subject: its epoch and its sessions. A session stores the epoch number that was current when its subject was set and is dead as
/// soon as this one is higher, so revoking is one write, however many sessions there are.
/// </summary>
/// <remarks>Guarded by its stripe of <see cref="SubjectDirectory"/>; <see cref="Epoch"/> is read without the lock by every load.</remarks>
internal sealed class Subject(string name)
{
    private long _single = NoMember;
    private HashSet<long>? _many;

    public const long NoMember = -1;

    public string Name { get; } = name;

    /// <summary>The number of its last revocation, 0 for none; numbers come from one counter for all subjects.</summary>
    public int Epoch;

    /// <summary>When the epoch was last raised, UTC ticks; an authentication before it is worth nothing any more.</summary>
    public long EpochAt;

    /// <summary>No authentication can be older than the epoch any more: the subject goes with its last session.</summary>
    public bool IsEpochForgotten;

    /// <summary>A note for forgetting the epoch is waiting: one is enough, however often it is raised.</summary>
    public bool IsEpochNoted;

    /// <summary>Journal position of the last raise.</summary>
    public long Position;

    public int MemberCount => _many?.Count ?? (_single == NoMember ? 0 : 1);

    public void Add(long handle)
    {
        if (_many is not null)
        {
            _many.Add(handle);
        }
        else if (_single == NoMember)
        {
            _single = handle;
        }
        else
        {
            _many = [_single, handle];
            _single = NoMember;
        }
    }

    public void Remove(long handle)
    {
        if (_many is not null)
        {
            _many.Remove(handle);
            if (_many.Count == 0)
            {
                _many = null;
            }
        }
        else if (_single == handle)
        {
            _single = NoMember;
        }
    }

    public long[] Members() => _many is not null ? [.. _many] : _single == NoMember ? [] : [_single];
}
