using System.Runtime.InteropServices;
using Holdfast.Expiry;
using Holdfast.Model;
using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>
/// One session's place in memory: its current image, and what changes without a new version. 96 bytes; a million of them are a few
/// thousand arrays to the garbage collector instead of millions of objects.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Slot
{
    // Written under the shard's lock, read without it by Shard.TryRead. An image is replaced, never edited, and carries its own key,
    // so a reader that meets a reused slot sees a foreign key or a changed sequence, never a mixture (Invariant 4).
    public byte[]? Image;
    public Subject? Subject;
    public long LastActivity;

    /// <summary>Journal position of the last change: whoever tells of this state waits for it (Invariant 5).</summary>
    public long Position;

    public int Hash;
    public int Next;
    public int SubjectEpoch;

    /// <summary>Odd while the slot is being given out or taken back; another number afterwards.</summary>
    public int Sequence;

    public bool IsEnded;

    // Under the shard's lock only.
    public byte EndReasonNumber;
    public uint Generation;
    public WheelLinks Links;
    public SecretDigest Digest;

    public readonly SessionImage Session => new(Image!);

    public readonly EndReason EndReason => (EndReason)EndReasonNumber;

    /// <summary>Empties it, but for the sequence, by which readers without the lock notice.</summary>
    public void Clear()
    {
        Image = null;
        Subject = null;
        LastActivity = 0;
        Position = 0;
        Hash = 0;
        Next = 0;
        SubjectEpoch = 0;
        IsEnded = false;
        EndReasonNumber = 0;
        Generation = 0;
        Links = default;
        Digest = default;
    }
}
