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
}
