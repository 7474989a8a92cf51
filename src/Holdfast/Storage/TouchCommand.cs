using System.Runtime.InteropServices;
using Holdfast.Model;

namespace Holdfast.Storage;

/// <summary>A session whose idle deadline moves.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct TouchCommand
{
    public required SessionKey Key { get; init; }

    public ulong Incarnation { get; init; }

    public uint Generation { get; init; }

    public SecretDigest Digest { get; init; }

    public bool CheckSecret { get; init; }
}
