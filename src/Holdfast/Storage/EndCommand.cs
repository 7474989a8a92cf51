using System.Runtime.InteropServices;

namespace Holdfast.Storage;

/// <summary>A session to end.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct EndCommand
{
    public EndCommand()
    {
    }

    public required SessionKey Key { get; init; }

    public required EndReason Reason { get; init; }

    public ulong Incarnation { get; init; }

    public uint Generation { get; init; }

    /// <summary>The version that the caller's scope saw, which decides within a grace; or <see cref="Operations.ApplyInput.NoBase"/>.</summary>
    public long Base { get; init; } = Operations.ApplyInput.NoBase;
}
