using System.Runtime.InteropServices;
using Holdfast.Operations;
using Holdfast.Sqlite.Format;

namespace Holdfast.Sqlite.Rows;

/// <summary>A session whose row is behind: its state as of the last change in the segment.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct DirtySession
{
    public SessionImage Image;
    public long Position;

    /// <summary>The secret, if it changed too; the row keeps its own otherwise.</summary>
    public SecretState? Secret;

    public EndReason EndReason;
    public long EndedAt;
}
