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

    /// <summary>The version that must still be current, or 0 for no such condition.</summary>
    public long ExpectedVersion { get; init; }

    public required ReadOnlyMemory<byte> Operations { get; init; }

    public required int OperationCount { get; init; }

    public bool CountAccess { get; init; }

    /// <summary>True for callers that inspect or administer: the change set is then no use of the session.</summary>
    public bool IsPassive { get; init; }

    /// <summary>Makes a repeat of this very call recognisable to a store whose answers can get lost; zero for none.</summary>
    public ulong OperationId { get; init; }
}
