using System.Runtime.InteropServices;

namespace Holdfast.Operations;

/// <summary>The variable-length numbers of an image, and where they end.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ImageNumbers
{
    public long Version;
    public long AccessCount;

    /// <summary>Version of the last Clear, 0 for none: a change set whose base is older is refused (Invariant 2).</summary>
    public long Fence;

    public int End;
}
