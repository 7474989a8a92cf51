using System.Runtime.InteropServices;
using Holdfast.Model;

namespace Holdfast.Storage;

/// <summary>A session to create. What it begins with is a change set, so creating and changing share one set of rules.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct CreateCommand
{
    public required SessionKey Key { get; init; }

    /// <summary>
    /// Random, chosen by the caller: the key's first half for an issued one. It is also how a store recognises a repeat of this very call whose
    /// answer got lost.
    /// </summary>
    public required ulong Incarnation { get; init; }

    /// <summary>A live session of that name is used and answered as <c>Ok</c> in the same step, instead of <c>AlreadyExists</c>.</summary>
    public bool UseExisting { get; init; }

    /// <summary>Digest of its secret; none for a session that no client opens.</summary>
    public SecretDigest Digest { get; init; }

    public required string Type { get; init; }

    public required long IdleMilliseconds { get; init; }

    public required long AbsoluteMilliseconds { get; init; }

    /// <summary>Encoded operations: subject, tags, data.</summary>
    public required ReadOnlyMemory<byte> Operations { get; init; }

    public required int OperationCount { get; init; }

    /// <summary>Whether the operations count as an access: yes for a scope's first commit, no for a plain creation.</summary>
    public bool CountAccess { get; init; }
}
