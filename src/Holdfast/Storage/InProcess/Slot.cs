using System.Runtime.InteropServices;
using Holdfast.Expiry;
using Holdfast.Model;

namespace Holdfast.Storage.InProcess;

/// <summary>
/// What a session has besides its image, and what a read without a secret never needs: 56 bytes. A million of them are a few thousand arrays to
/// the garbage collector instead of millions of objects. Under the shard's lock only.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Slot
{
    /// <summary>Digest of the current secret.</summary>
    public SecretDigest Digest;

    public WheelLinks Links;
    public int Hash;
    public uint Generation;

    /// <summary>Counts the slot's owners, so that a note about a former one can be told.</summary>
    public int Owner;

    public byte EndReasonNumber;

    public readonly EndReason EndReason => (EndReason)EndReasonNumber;
}
