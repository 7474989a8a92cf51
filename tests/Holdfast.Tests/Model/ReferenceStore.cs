namespace Holdfast.Tests;

/// <summary>
/// The naive reference of a whole store: lists and dictionaries, one call after another, no index, no lock, no encoding. Written from the
/// design and the store contract, not from the code.
/// </summary>
internal sealed class ReferenceStore(SessionLimits limits, TimeSpan retention)
{
    private const int FormerLives = 8;

    private readonly List<ReferenceSession> _sessions = [];
    private readonly Dictionary<string, (int Number, long At)> _revoked = new(StringComparer.Ordinal);
    private readonly Dictionary<EndReason, long> _ended = [];
    private long _created;

    public long Now { get; set; }

    /// <summary>All records, those of ended sessions too.</summary>
    public IReadOnlyList<ReferenceSession> Records => _sessions;

    public (long Created, long Active, string Ended) Totals =>
        (_created, _sessions.Count(session => session.IsAlive), string.Join(",", _ended.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key} {entry.Value}")));

    public ReferenceAnswer Create(
        SessionKey key, ulong incarnation, SessionId? secret, IReadOnlyList<ReferenceOperation> operations, TimeSpan idle, TimeSpan absolute, bool orGet = false)
    {
        if (NotRecorded(operations) is { } early) return early;
        if (Newest(key) is { } present && IsAlive(present))
        {
            if (!orGet) return new ReferenceAnswer(Status.AlreadyExists, ErrorCodes.AlreadyExists, Session: present.Describe());
            Use(present);
            return ReferenceAnswer.Ok(present);
        }

        var blank = new ReferenceSession
        {
            Key = key,
            Incarnation = incarnation,
            Created = Now,
            LastActivity = Now,
            Idle = idle.Ticks,
            Absolute = absolute.Ticks,
            Secret = secret,
            Generation = secret is null ? 0u : 1u,
        };
        var change = new ReferenceChange(blank, limits, Now);
        if (change.Apply(operations, null, countsAccess: false, regenerates: false) is { } refusal) return ReferenceAnswer.Refused(refusal, null);
        var session = change.After;
        session.Version = 1;
        if (change.SetsSubject && Join(session) is { } refused) return ReferenceAnswer.Refused(refused, null);
        session.LastActivity = Now;
        _sessions.Add(session);
        _created++;
        var lives = _sessions.Where(other => other.Key == key).ToList();
        if (lives.Count > FormerLives + 1) _sessions.Remove(lives[0]);
        return ReferenceAnswer.Ok(session);
    }

    public ReferenceAnswer Get(SessionKey key)
    {
        if (Newest(key) is not { } session) return ReferenceAnswer.NotFound;
        return IsAlive(session) ? ReferenceAnswer.Ok(session) : ReferenceAnswer.Ended(session);
    }

    public ReferenceAnswer Open(SessionId id, bool passive, out ReferenceHolder? holder)
    {
        holder = null;
        if (Newest(id.Key) is not { } session || (session.Secret != id && session.PreviousSecret != id)) return ReferenceAnswer.NotFound;
        var isPrevious = session.Secret != id;
        if (!IsAlive(session)) return ReferenceAnswer.Ended(session);
        if (isPrevious && Now >= session.PreviousReadableUntil) return ReferenceAnswer.Superseded;
        if (!passive && !isPrevious) Use(session);
        holder = new ReferenceHolder(id.Key, session.Incarnation, isPrevious ? session.Generation - 1 : session.Generation, session.Version);
        return ReferenceAnswer.Ok(session);
    }

    public ReferenceAnswer Touch(SessionKey key, SessionId? id)
    {
        if (Newest(key) is not { } session || (id is not null && session.Secret != id && session.PreviousSecret != id)) return ReferenceAnswer.NotFound;
        if (!IsAlive(session)) return ReferenceAnswer.Ended(session);
        if (id is not null && session.Secret != id) return ReferenceAnswer.Superseded;
        Use(session);
        return new ReferenceAnswer(Status.Ok);
    }

    /// <summary>Applies a change set of a trusted caller.</summary>
    public ReferenceAnswer Update(SessionKey key, IReadOnlyList<ReferenceOperation> operations, (ulong Incarnation, long Version)? expected = null, SessionId? newSecret = null)
    {
        if (NotRecorded(operations) is { } early) return early;
        if (Newest(key) is not { } session) return ReferenceAnswer.NotFound;
        if (!IsAlive(session)) return ReferenceAnswer.Ended(session);
        if (expected is { } state && state != (session.Incarnation, session.Version)) return ReferenceAnswer.Refused(ErrorCodes.VersionConflict, session);
        return Apply(session, operations, null, null, newSecret, TimeSpan.Zero);
    }

    /// <summary>Applies a change set of somebody who opened the session before.</summary>
    public ReferenceAnswer Commit(ReferenceHolder holder, IReadOnlyList<ReferenceOperation> operations, SessionId? newSecret, TimeSpan grace)
    {
        if (NotRecorded(operations) is { } early) return early;
        if (Of(holder) is not { } session) return ReferenceAnswer.NotFound;
        if (!IsAlive(session)) return ReferenceAnswer.Ended(session);
        if (Refuses(holder, session) is { } refused) return refused;
        return Apply(session, operations, holder.Base, holder.Generation, newSecret, grace);
    }

    // An older secret may still act within the grace of the regeneration that superseded it, if its holder began before that.
    private ReferenceAnswer? Refuses(ReferenceHolder holder, ReferenceSession session)
    {
        if (holder.Generation == 0 || holder.Generation == session.Generation) return null;
        var inGrace = holder.Generation + 1 == session.Generation && session.PreviousSecret is not null && Now < session.PreviousReadableUntil;
        if (!inGrace) return ReferenceAnswer.Superseded;
        return holder.Base >= session.SupersededAtVersion ? new ReferenceAnswer(Status.Ended, ErrorCodes.ReadOnlyGrace) : null;
    }

    public ReferenceAnswer End(SessionKey key, EndReason reason, ReferenceHolder? holder = null)
    {
        if ((holder is null ? Newest(key) : Of(holder)) is not { } session) return ReferenceAnswer.NotFound;
        if (!IsAlive(session)) return ReferenceAnswer.Ended(session);
        if (holder is not null && Refuses(holder, session) is { } refused) return refused;
        End(session, reason);
        return new ReferenceAnswer(Status.Ok, EndReason: reason, Session: session.Describe());
    }

    public ReferenceAnswer Revoke(string subject, SessionKey? except)
    {
        ReferenceSession? kept = null;
        if (except is { } key)
        {
            kept = Newest(key);
            if (kept is null || !IsAlive(kept) || kept.Subject != subject) return new ReferenceAnswer(Status.Invalid, ErrorCodes.NotOfSubject);
        }

        var number = _revoked.GetValueOrDefault(subject).Number + 1;
        _revoked[subject] = (number, Now);
        if (kept is not null) kept.SubjectNumber = number;
        foreach (var session in _sessions.Where(session => session.IsAlive && session.Subject == subject && session.SubjectNumber < number).ToList())
            End(session, EndReason.Revoked);
        return new ReferenceAnswer(Status.Ok);
    }

    /// <summary>Tidies, at a whole second.</summary>
    public void Sweep()
    {
        foreach (var session in _sessions.ToList()) IsAlive(session);
        _sessions.RemoveAll(session => !session.IsAlive && session.EndedAt + retention.Ticks <= Now);
    }

    /// <summary>What a listing shows: alive at this instant, or ended.</summary>
    public IEnumerable<string> List(string? subject, bool ended) =>
        from session in _sessions
        where session.IsAlive != ended && (ended || Now < session.Deadline) && (subject is null || session.Subject == subject)
        select session.Describe();

    // A value that is too large is refused when it is recorded: no store is asked.
    private ReferenceAnswer? NotRecorded(IReadOnlyList<ReferenceOperation> operations) =>
        operations.Any(operation =>
            operation.Kind is ReferenceOperationKind.Set or ReferenceOperationKind.SetIfAbsent && operation.Value!.Size > limits.MaxValueBytes)
            ? ReferenceAnswer.Refused(ErrorCodes.ValueTooLarge, null)
            : null;

    private ReferenceSession? Newest(SessionKey key) => _sessions.LastOrDefault(session => session.Key == key);

    private ReferenceSession? Of(ReferenceHolder holder) =>
        _sessions.LastOrDefault(session => session.Key == holder.Key && session.Incarnation == holder.Incarnation);

    // Looking at a session whose time is up is what ends it.
    private bool IsAlive(ReferenceSession session)
    {
        if (session.IsAlive && Now >= session.Deadline)
            End(session, session.AbsoluteDeadline <= session.LastActivity + session.Idle ? EndReason.AbsoluteTimeout : EndReason.IdleTimeout);
        return session.IsAlive;
    }

    private void End(ReferenceSession session, EndReason reason)
    {
        session.End(reason, Now);
        _ended[reason] = _ended.GetValueOrDefault(reason) + 1;
    }

    private void Use(ReferenceSession session) => session.LastActivity = Math.Max(session.LastActivity, Now);

    private string? Join(ReferenceSession session)
    {
        if (Now >= session.AbsoluteDeadline) return ErrorCodes.AuthenticationTooOld;
        var (number, at) = _revoked.GetValueOrDefault(session.Subject!);
        if (number > 0 && session.AuthenticatedAt < at) return ErrorCodes.SubjectRevoked;
        session.SubjectNumber = number;
        return null;
    }

    private ReferenceAnswer Apply(
        ReferenceSession session, IReadOnlyList<ReferenceOperation> operations, long? basedOn, uint? generation, SessionId? newSecret, TimeSpan grace)
    {
        var change = new ReferenceChange(session, limits, Now);
        var refusal = change.Apply(operations, basedOn, countsAccess: true, regenerates: newSecret is not null);
        if (refusal is null && newSecret is not null && generation is > 0 && generation != session.Generation) refusal = ErrorCodes.RegenerationConflict;
        if (refusal is null && change.SetsSubject) refusal = Join(change.After);
        if (refusal is not null) return ReferenceAnswer.Refused(refusal, session);

        var unseen = basedOn is { } seen ? Unseen(session, operations, seen) : 0;
        var after = change.After;
        if (change.IsUse) Use(after);
        if (change.SetsSubject) after.LastActivity = Math.Max(after.LastActivity, after.AuthenticatedAt);
        if (newSecret is not null) Replace(after, newSecret.Value, grace);
        _sessions[_sessions.IndexOf(session)] = after;
        return ReferenceAnswer.Ok(after) with { Unseen = unseen };
    }

    // Keys that were written after the base and that the set replaces, removes or clears before it has touched them itself.
    private static int Unseen(ReferenceSession before, IReadOnlyList<ReferenceOperation> operations, long seen)
    {
        var newer = before.Data.Where(entry => entry.Value.Version > seen).Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        var count = 0;
        foreach (var operation in operations)
        {
            switch (operation.Kind)
            {
                case ReferenceOperationKind.Set or ReferenceOperationKind.Remove:
                    count += newer.Remove(operation.Key) ? 1 : 0;
                    break;
                case ReferenceOperationKind.Append:
                    newer.Remove(operation.Key);
                    break;
                case ReferenceOperationKind.Increment:
                    if (operation.Number != 0) newer.Remove(operation.Key);
                    break;
                case ReferenceOperationKind.Clear:
                    count += newer.Count;
                    newer.Clear();
                    break;
            }
        }

        return count;
    }

    private void Replace(ReferenceSession session, SessionId secret, TimeSpan grace)
    {
        if (session.Secret is not null)
        {
            session.PreviousSecret = session.Secret;
            session.PreviousReadableUntil = Now + grace.Ticks;
            session.SupersededAtVersion = session.Version;
        }

        session.Secret = secret;
        session.Generation++;
    }
}
