using System.Runtime.InteropServices;
using Holdfast.Model;
using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>One life of a session as an earlier run left it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct RestoredSession
{
    public SessionImage Image;
    public SecretDigest Digest;
    public uint Generation;
    public PreviousSecret? Previous;

    /// <summary>Why and when it ended; of no meaning while it lives.</summary>
    public EndReason EndReason;
    public long EndedAt;
}
