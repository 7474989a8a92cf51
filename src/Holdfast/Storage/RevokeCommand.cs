using System.Runtime.InteropServices;

namespace Holdfast.Storage;

/// <summary>A subject whose sessions are revoked.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct RevokeCommand
{
    public required string Subject { get; init; }

    /// <summary>A live session of the subject that is to stay; <c>default</c> for none.</summary>
    public SessionKey Except { get; init; }

    /// <summary>The incarnation of it that the caller means; 0 for the newest.</summary>
    public ulong ExceptIncarnation { get; init; }
}
