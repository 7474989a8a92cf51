using System.Runtime.InteropServices;

namespace Holdfast.Operations;

/// <summary>One data key while a change set is applied: offsets into the old image or the operations, no bytes of its own.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct WorkEntry
{
    /// <summary>The run of the old image that holds this key unchanged.</summary>
    public int Start;
    public int End;

    public int KeyOffset;
    public int KeyLength;
    public int ValueOffset;
    public int ValueLength;
    public long Integer;

    /// <summary>The version that last wrote it.</summary>
    public long Version;

    /// <summary>The version that had written it before this change set; 0 if it was absent.</summary>
    public long VersionBefore;

    public SessionValueKind Kind;
    public WorkSource ValueSource;
    public bool KeyIsNew;
    public bool Touched;
    public bool Removed;
}
