using System.Runtime.InteropServices;
using Holdfast.Model;

namespace Holdfast.Storage;

/// <summary>A session to read.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct LoadCommand
{
    public required SessionKey Key { get; init; }

    /// <summary>Digest of the secret that the caller presents; checked when <see cref="CheckSecret"/> says so.</summary>
    public SecretDigest Digest { get; init; }

    public bool CheckSecret { get; init; }

    /// <summary>Whether reading it is a use, which moves the idle deadline.</summary>
    public bool IsUse { get; init; }

    /// <summary>The incarnation that the caller holds; 0 for the newest.</summary>
    public ulong Incarnation { get; init; }

    /// <summary>The state that the caller holds; <c>default</c> for none. Not modified means: epoch, incarnation and version are all still these.</summary>
    public SessionToken Known { get; init; }
}
