using System.Runtime.InteropServices;

namespace Holdfast.Operations;

/// <summary>Where one data key lies in its image.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ImageEntry
{
    public int Start;
    public int KeyOffset;
    public int KeyLength;
    public int ValueOffset;
    public int ValueLength;
    public int End;
    public SessionValueKind Kind;
    public long Version;

    public readonly ReadOnlySpan<byte> Key(byte[] image) => image.AsSpan(KeyOffset, KeyLength);

    public readonly ReadOnlySpan<byte> Value(byte[] image) => image.AsSpan(ValueOffset, ValueLength);
}
