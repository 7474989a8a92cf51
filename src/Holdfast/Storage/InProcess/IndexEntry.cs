using System.Runtime.InteropServices;
using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>One record of the index: its image, and where its secret, subject and wheel links are. Free when it has no image.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct IndexEntry
{
    public byte[]? Image;
    public int Hash;
    public int Slot;

    public readonly SessionImage Session => new(Image!);
}
