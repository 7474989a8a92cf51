using System.Runtime.InteropServices;

namespace Holdfast;

/// <summary>What reading a session gave, with its times as they are now.</summary>
/// <remarks>Immutable. <see cref="Status"/> first: the rest is there when the status says so.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly struct ReadResult
{
    private readonly Outcome _outcome;

    internal ReadResult(in Outcome outcome) => _outcome = outcome;

    /// <summary>How it came out.</summary>
    public Status Status => _outcome.Status;

    /// <summary>True for <see cref="Status.Ok"/>.</summary>
    public bool IsOk => Status == Status.Ok;

    /// <summary>The session; for <see cref="Status.Ended"/> what is left of it, without data.</summary>
    public Session? Session => _outcome.Session;

    /// <summary>When it was last used, UTC, now; null without a session.</summary>
    public DateTimeOffset? LastActivityAt =>
        _outcome.Result.Image.IsNone ? null : Time.SessionClock.ToInstant(_outcome.Result.LastActivity);

    /// <summary>When it ends if it is not used again, UTC, now; null without a session.</summary>
    public DateTimeOffset? ExpiresAt =>
        _outcome.Result.Image.IsNone
            ? null
            : Time.SessionClock.ToInstant(_outcome.Result.Image.Deadline(_outcome.Result.LastActivity));

    /// <summary>The id that opened it was just rotated: within its grace it may read, and nothing else.</summary>
    public bool IsReadOnly => _outcome.Result.IsReadOnly;

    internal Storage.StoreResult Result => _outcome.Result;

    /// <summary>Why the session ended, for <see cref="Status.Ended"/>; null when its secret was superseded instead.</summary>
    public EndReason? EndReason => _outcome.EndReason;

    /// <summary>Why not, for a program and for a person; null for <see cref="Status.Ok"/>.</summary>
    public HoldfastError? Error => _outcome.Error;
}
