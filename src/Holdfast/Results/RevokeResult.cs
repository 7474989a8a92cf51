using System.Runtime.InteropServices;

namespace Holdfast;

/// <summary>What revoking a subject gave.</summary>
/// <remarks>Immutable. <see cref="Status"/> first: the rest is there when the status says so.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly struct RevokeResult
{
    private readonly Outcome _outcome;

    internal RevokeResult(in Outcome outcome, int ended)
    {
        _outcome = outcome;
        EndedCount = ended;
    }

    /// <summary>How it came out.</summary>
    public Status Status => _outcome.Status;

    /// <summary>True for <see cref="Status.Ok"/>.</summary>
    public bool IsOk => Status == Status.Ok;

    /// <summary>How many of its sessions were ended by this call.</summary>
    public int EndedCount { get; }

    /// <summary>Why not, for a program and for a person; null for <see cref="Status.Ok"/>.</summary>
    public HoldfastError? Error => _outcome.Error;
}
