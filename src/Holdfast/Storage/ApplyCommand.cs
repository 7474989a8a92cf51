using System.Runtime.InteropServices;
using Holdfast.Operations;

namespace Holdfast.Storage;

/// <summary>A change set to apply.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct ApplyCommand
{
    public ApplyCommand()
    {
    }

    public required SessionKey Key { get; init; }

    /// <summary>The incarnation that the caller holds; 0 for any.</summary>
    public ulong Incarnation { get; init; }

    /// <summary>The secret generation that the caller opened the session with; 0 for a trusted caller.</summary>
    public uint Generation { get; init; }

    /// <summary>The version that the caller's scope saw, or <see cref="ApplyInput.NoBase"/>.</summary>
    public long Base { get; init; } = ApplyInput.NoBase;

    /// <summary>The state that must still be current, or <c>default</c> for no such condition; any other is <c>Conflict</c>.</summary>
    public SessionToken Expected { get; init; }

    /// <summary>The store's epoch that <see cref="Base"/> belongs to; 0 without a base. In another epoch its number means nothing: <c>Conflict</c>.</summary>
    public ulong BaseEpoch { get; init; }

    public required ReadOnlyMemory<byte> Operations { get; init; }

    public required int OperationCount { get; init; }

    public bool CountAccess { get; init; }

    /// <summary>True for callers that inspect or administer: the change set is then no use of the session.</summary>
    public bool IsPassive { get; init; }
}
