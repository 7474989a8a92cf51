using System.Runtime.InteropServices;

namespace Holdfast;

/// <summary>What changing a session gave.</summary>
/// <remarks>Immutable. <see cref="Status"/> first: the rest is there when the status says so.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly struct ChangeResult
{
    private readonly Outcome _outcome;

    internal ChangeResult(in Outcome outcome) => _outcome = outcome;

    /// <summary>How it came out.</summary>
    public Status Status => _outcome.Status;

    /// <summary>True for <see cref="Status.Ok"/>.</summary>
    public bool IsOk => Status == Status.Ok;

    /// <summary>The session as it is after the call, where there is one; for a refusal the state that refused.</summary>
    public Session? Session => _outcome.Session;

    /// <summary>How many newer writes of others the change replaced without having seen them; only scopes have a base to tell by.</summary>
    public int OverwroteUnseen => _outcome.Result.OverwroteUnseen;

    /// <summary>Why the session ended, for <see cref="Status.Ended"/>; null when its secret was superseded instead.</summary>
    public EndReason? EndReason => _outcome.EndReason;

    /// <summary>The limit that refused, where one did.</summary>
    public SessionLimit? Limit => _outcome.Limit;

    internal Outcome Outcome => _outcome;

    /// <summary>Why not, for a program and for a person; null for <see cref="Status.Ok"/>.</summary>
    public HoldfastError? Error => _outcome.Error;
}
