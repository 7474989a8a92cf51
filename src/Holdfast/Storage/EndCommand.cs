using System.Runtime.InteropServices;

namespace Holdfast.Storage;

/// <summary>A session to end.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct EndCommand
{
    public required SessionKey Key { get; init; }

    public required EndReason Reason { get; init; }

    public ulong Incarnation { get; init; }

    public uint Generation { get; init; }

    /// <summary>Makes a repeat of this very call recognisable to a store whose answers can get lost; zero for none.</summary>
    public ulong OperationId { get; init; }
}
