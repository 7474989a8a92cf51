using System.Runtime.InteropServices;

namespace Holdfast;

/// <summary>What creating a session gave.</summary>
/// <remarks>Immutable. <see cref="Status"/> first: the rest is there when the status says so.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly struct CreateResult
{
    private readonly Outcome _outcome;

    internal CreateResult(in Outcome outcome, SessionId? id = null)
    {
        _outcome = outcome;
        Id = id;
    }

    /// <summary>How it came out.</summary>
    public Status Status => _outcome.Status;

    /// <summary>True for <see cref="Status.Ok"/>.</summary>
    public bool IsOk => Status == Status.Ok;

    /// <summary>The secret id of the new session, for its client and nobody else; null for a named session, and unless it was created.</summary>
    public SessionId? Id { get; }

    /// <summary>The session as it is after the call, where there is one; for a refusal the state that refused.</summary>
    public Session? Session => _outcome.Session;

    /// <summary>Why the session ended, for <see cref="Status.Ended"/>.</summary>
    public EndReason? EndReason => _outcome.EndReason;

    /// <summary>The limit that refused, where one did.</summary>
    public SessionLimit? Limit => _outcome.Limit;

    /// <summary>Why not, for a program and for a person; null for <see cref="Status.Ok"/>.</summary>
    public HoldfastError? Error => _outcome.Error;
}
