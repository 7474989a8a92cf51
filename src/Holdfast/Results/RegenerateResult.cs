using System.Runtime.InteropServices;

namespace Holdfast;

/// <summary>What regenerating a session's secret gave.</summary>
/// <remarks>Immutable. <see cref="Status"/> first: the rest is there when the status says so.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly struct RegenerateResult
{
    private readonly Outcome _outcome;

    internal RegenerateResult(in Outcome outcome, SessionId? id = null)
    {
        _outcome = outcome;
        Id = id;
    }

    /// <summary>How it came out.</summary>
    public Status Status => _outcome.Status;

    /// <summary>True for <see cref="Status.Ok"/>.</summary>
    public bool IsOk => Status == Status.Ok;

    /// <summary>The new secret id, with the same key; null unless <see cref="Status.Ok"/>.</summary>
    public SessionId? Id { get; }

    /// <summary>The session as it is after the call, where there is one; for a refusal the state that refused.</summary>
    public Session? Session => _outcome.Session;

    /// <summary>Why the session ended, for <see cref="Status.Ended"/>; null when its secret was superseded instead.</summary>
    public EndReason? EndReason => _outcome.EndReason;

    /// <summary>The limit that refused what was committed along with it, where one did.</summary>
    public SessionLimit? Limit => _outcome.Limit;

    internal Outcome Outcome => _outcome;

    /// <summary>Why not, for a program and for a person; null for <see cref="Status.Ok"/>.</summary>
    public HoldfastError? Error => _outcome.Error;
}
