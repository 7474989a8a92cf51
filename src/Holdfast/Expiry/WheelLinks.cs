using System.Runtime.InteropServices;

namespace Holdfast.Expiry;

/// <summary>A node's place in a <see cref="TimingWheel{TNodes}"/>: both links 0 means it is in none.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct WheelLinks
{
    /// <summary>Node + 1, or minus (bucket + 1) for the first of a bucket.</summary>
    public int Previous;

    /// <summary>Node + 1, or 0 for the last of a bucket.</summary>
    public int Next;
}
