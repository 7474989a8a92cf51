using System.Runtime.InteropServices;

namespace Holdfast;

/// <summary>What ending a session gave. Of several callers exactly one gets <see cref="Status.Ok"/>.</summary>
/// <remarks>Immutable. <see cref="Status"/> first: the rest is there when the status says so.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly struct EndResult
{
    private readonly Outcome _outcome;

    internal EndResult(in Outcome outcome) => _outcome = outcome;

    /// <summary>How it came out.</summary>
    public Status Status => _outcome.Status;

    /// <summary>True for <see cref="Status.Ok"/>.</summary>
    public bool IsOk => Status == Status.Ok;

    /// <summary>What is left of the session, without data.</summary>
    public Session? Session => _outcome.Session;

    /// <summary>Why it ended: by this call for <see cref="Status.Ok"/>, earlier for <see cref="Status.Ended"/>.</summary>
    public EndReason? EndReason => _outcome.EndReason;

    internal Outcome Outcome => _outcome;

    /// <summary>Why not, for a program and for a person; null for <see cref="Status.Ok"/>.</summary>
    public HoldfastError? Error => _outcome.Error;
}
