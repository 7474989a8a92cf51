using System.Runtime.InteropServices;

namespace Holdfast.Operations;

/// <summary>
/// What a change set does to one data key: made when an operation names the key, whatever it then does. Offsets into the old image or the
/// operations; no bytes of its own.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Edit
{
    /// <summary>Where the key lies in the old image; both 0 when it was absent.</summary>
    public int Start;
    public int End;

    public int KeyOffset;
    public int KeyLength;
    public int ValueOffset;
    public int ValueLength;
    public long Integer;

    /// <summary>The version that had written it before this change set; 0 if it was absent.</summary>
    public long VersionBefore;

    public SessionValueKind Kind;
    public WorkSource ValueSource;

    /// <summary>The key's bytes lie in the operations, not in the image.</summary>
    public bool KeyIsNew;

    /// <summary>There is a value now.</summary>
    public bool IsPresent;

    /// <summary>The change set wrote or removed it: what stands in the old image no longer holds.</summary>
    public bool IsTouched;
}
