// Long because the states of a scope, and every way from one to the next, stand in one place.
using Holdfast.Model;
using Holdfast.Storage;

namespace Holdfast;

/// <summary>
/// One request's (hub call's, job's) view of its session: the snapshot it began with, and the operations it recorded. Reading sees the
/// scope's own changes; nobody else does until <see cref="CommitAsync"/> applies them, together, to the session's newest state.
/// </summary>
/// <remarks>
/// <para><b>States.</b> untouched → loading → loaded: with a session, without one, or unavailable. The first use of data moves it on, be it a
/// read or a write; a write does not wait for the load, the commit does. The version loaded is the scope's base; after a commit of its own it is
/// that commit's version. From "with a session" <see cref="EndAsync"/> leads to "without one"; from there a commit of recorded operations creates
/// a session with a new id, unless they only remove.</para>
/// <para><b>Failure.</b> A refused commit applies nothing and drops what was recorded, so that it cannot be half repeated. After a conflict
/// <see cref="ReloadAsync"/> begins anew on the newest state. A scope that is abandoned, by an exception for example, has changed nothing.</para>
/// <para><b>Why it is right.</b> Operations carry the base, the incarnation and the secret generation: the store refuses them when the session
/// was cleared, ended or signed in anew meanwhile (Invariants 2, 3), and merges them with everything else (Invariant 1).</para>
/// <para>Not safe for several threads at once; use one scope per unit of work.</para>
/// </remarks>
public sealed class SessionScope
{
    private readonly SessionManager _manager;
    private readonly PresentedId? _presented;
    private readonly ScopeRecording _recording;
    private Task<StoreResult>? _loading;
    private StoreResult _loaded;
    private ScopeState _state;
    private SessionKey _newKey;
    private bool _countedAccess;

    internal SessionScope(SessionManager manager, PresentedId? presented, bool isPassive, TimeSpan? idleTimeout = null)
    {
        _manager = manager;
        _presented = presented;
        IsPassive = isPassive;
        IdleTimeout = idleTimeout;
        _recording = new ScopeRecording(manager.Options);
    }

    /// <summary>Whether this scope only looks: it neither extends the session's life nor counts an access. It may still change data.</summary>
    public bool IsPassive { get; internal set; }

    /// <summary>
    /// The session's key: of the session there is, or of the one that a commit would create. Until <see cref="LoadAsync"/> has run it may be the
    /// key that the client presented.
    /// </summary>
    public SessionKey Key
    {
        get
        {
            if (_state is ScopeState.Untouched or ScopeState.Loading && _presented is { } id)
            {
                return id.Key;
            }

            return HasSession ? _loaded.Image.Key : NewKey;
        }
    }

    /// <summary>The session as it was when the scope loaded it, or after its last commit; null when there is none or it is not loaded.</summary>
    public Session? Session => HasSession ? new Session(_loaded.Image, _loaded.LastActivity, _loaded.Epoch) : null;

    /// <summary>The data with this scope's own changes. Load first: before that only the scope's own changes are there.</summary>
    public SessionData Data
    {
        get
        {
            var image = HasSession ? _loaded.Image : default;
            return new SessionData(_recording.Preview(image), _recording.ReaderOf(image));
        }
    }

    /// <summary>Whether something is recorded and not committed.</summary>
    public bool HasChanges => !_recording.IsEmpty;

    /// <summary>Whether the store could be asked; true until a load has failed.</summary>
    public bool IsAvailable => _state != ScopeState.Unavailable;

    internal TimeSpan? IdleTimeout { get; }

    /// <summary>What the client presented, be it good or not.</summary>
    internal PresentedId? Presented => _presented;

    /// <summary>Once loaded: whether committing what is recorded would create a session.</summary>
    internal bool WouldCreate => _state == ScopeState.WithoutSession && HasChanges && !_recording.OnlyRemoves;

    /// <summary>Set when this scope created a session or regenerated its secret: the client must get it.</summary>
    internal SessionId? IssuedId { get; private set; }

    /// <summary>This scope itself ended its session and made no other: the client's cookie goes.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>Whether data was read or written.</summary>
    internal bool IsTouched => _state != ScopeState.Untouched;

    internal bool IsLoaded => _state is not (ScopeState.Untouched or ScopeState.Loading);

    /// <summary>What the load answered, when it found no live session.</summary>
    internal Status LoadStatus => _loaded.Status;

    internal bool HasSession => _state == ScopeState.WithSession;

    private SessionKey NewKey => _newKey.IsDefault ? _newKey = SessionKey.Issue() : _newKey;

    /// <summary>
    /// Loads the session if that has not happened yet. <see cref="Status.NotFound"/> and <see cref="Status.Ended"/> leave the scope without a session: it
    /// is anonymous, and a commit creates a new one.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting, not the load.</param>
    public async ValueTask<ReadResult> LoadAsync(CancellationToken cancellationToken = default)
    {
        Begin();
        if (_loading is { } loading)
        {
            var result = await loading.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (_state == ScopeState.Loading)
            {
                Loaded(result); // unless another waiter was first, and has gone on since
            }
        }

        return new ReadResult(new Outcome(_loaded));
    }

    /// <summary>
    /// Begins anew on the newest state, to decide again after <see cref="Status.Conflict"/>: drops what is recorded and makes that state the base. A
    /// session that is gone meanwhile is told, and the scope stays as it was: whatever it commits is refused, not put into a new session.
    /// </summary>
    /// <remarks>Only the caller knows what still makes sense, so no commit does this by itself: a request that was overtaken by a sign-out must not write on.</remarks>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public async ValueTask<ReadResult> ReloadAsync(CancellationToken cancellationToken = default)
    {
        _recording.Reset();
        var held = IssuedId is { } issued ? new PresentedId(issued) : _presented;
        if (!IsLoaded || held is not { } id)
        {
            return await LoadAsync(cancellationToken).ConfigureAwait(false);
        }

        var read = await _manager.OpenAsync(id, IsPassive, cancellationToken).ConfigureAwait(false);
        if (read.IsOk || _state == ScopeState.Unavailable)
        {
            Loaded(read.Result);
        }

        return read;
    }

    /// <summary>Records operations. Nothing is applied before <see cref="CommitAsync"/>; in a web request the middleware commits.</summary>
    /// <param name="change">Records the operations.</param>
    public SessionScope Change(Action<ChangeSet> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Begin();
        _recording.Record(change);
        return this;
    }

    /// <summary>Does not compile: operations are recorded, not awaited. Await first, then record.</summary>
    [Obsolete("A change set records operations, so the delegate cannot be asynchronous. Await first, then record.", error: true)]
    public SessionScope Change(Func<ChangeSet, Task> change) => throw new NotSupportedException();

    /// <summary>
    /// Records an access: a use of the session that changes no data of it. A scope counts one access, however often it records, changes and commits,
    /// and a passive one none. Load first: in a scope without a session, committing an access creates one.
    /// </summary>
    public SessionScope RecordAccess()
    {
        Record().RecordAccess();
        return this;
    }

    /// <summary>Applies what was recorded, all or nothing; <see cref="Status.Ok"/> without a store call when nothing was.</summary>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public async ValueTask<ChangeResult> CommitAsync(CancellationToken cancellationToken = default)
    {
        if (_recording.IsEmpty)
        {
            return Result(_loaded with { Status = Status.Ok, Refusal = Operations.Refusal.None, Image = HasSession ? _loaded.Image : default });
        }

        await LoadAsync(cancellationToken).ConfigureAwait(false);
        if (_recording.Changes.Error is { } error)
        {
            var limit = _recording.Changes.Limit;
            _recording.Reset();
            return new ChangeResult(new Outcome(limit is null ? Status.Invalid : Status.Limited, error, limit));
        }

        if (_state == ScopeState.Unavailable)
        {
            _recording.Reset();
            return Result(_loaded);
        }

        if (_state == ScopeState.WithoutSession && _recording.OnlyRemoves)
        {
            _recording.Reset();
            return Result(StoreResult.Of(Status.Ok));
        }

        return Result(await ApplyAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// Gives the session a new secret, in one step with what was recorded. Without a grace the old id and every scope opened with it are refused
    /// from then on: right for a sign-in or a change of privilege. With one, for periodic rotation, the old id may read that long.
    /// </summary>
    /// <param name="grace">How long the old id may read; up to 5 minutes. Default: not at all.</param>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public async ValueTask<RegenerateResult> RegenerateAsync(TimeSpan grace = default, CancellationToken cancellationToken = default)
    {
        if (grace < TimeSpan.Zero || grace > TimeSpan.FromMinutes(5))
        {
            return new RegenerateResult(new Outcome(
                Status.Invalid, new HoldfastError(ErrorCodes.InvalidTimeout, $"The grace is {grace}; it is from 0 to 5 minutes.")));
        }

        await LoadAsync(cancellationToken).ConfigureAwait(false);
        if (!HasSession)
        {
            // A session that is about to be created gets a fresh id anyway.
            return new RegenerateResult(new Outcome(_loaded));
        }

        var id = SessionId.Issue(_loaded.Image.Key);
        var digest = id.Digest();
        _recording.Changes.Writer.Regenerate(digest, grace.Ticks);
        _recording.Touched();
        var isCommitted = false;
        try
        {
            var result = await CommitAsync(cancellationToken).ConfigureAwait(false);
            isCommitted = result.IsOk;
            IssuedId = isCommitted ? id : IssuedId;
            return new RegenerateResult(result.Outcome, isCommitted ? id : null);
        }
        finally
        {
            if (!isCommitted)
            {
                _recording.Reset(); // a later commit must not set a secret that nobody was given
            }
        }
    }

    /// <summary>
    /// Signs somebody in, in one step: an anonymous session, or one of the same subject, keeps its data, gets the subject and a new id, and the
    /// old id is dead at once. Another subject's session is ended (replaced) and a fresh one made; a session never changes hands.
    /// </summary>
    /// <param name="subject">Who; 1 to 256 bytes of UTF-8.</param>
    /// <param name="displayName">Their name for people.</param>
    /// <param name="authenticatedAt">When they authenticated; null for now.</param>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public async ValueTask<ChangeResult> SignInAsync(
        string subject, string? displayName = null, DateTimeOffset? authenticatedAt = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var check = new ChangeSet(_manager.Options.Limits).SetSubject(subject, authenticatedAt, displayName);
        if (check.Error is { } refusal)
        {
            return new ChangeResult(new Outcome(Status.Invalid, refusal)); // before anything is ended for it
        }

        await LoadAsync(cancellationToken).ConfigureAwait(false);
        if (HasSession && Session!.Subject is { } present && !string.Equals(present, subject, StringComparison.Ordinal))
        {
            var ended = await EndAsync(EndReason.Replaced, cancellationToken).ConfigureAwait(false);
            if (ended.Status is not (Status.Ok or Status.Ended or Status.NotFound))
            {
                return new ChangeResult(ended.Outcome);
            }
        }

        Change(changes => changes.SetSubject(subject, authenticatedAt, displayName));
        if (!HasSession || _recording.Changes.Error is not null)
        {
            return await CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        var regenerated = await RegenerateAsync(default, cancellationToken).ConfigureAwait(false);
        return regenerated.IsOk
            ? Result(_loaded)
            : new ChangeResult(regenerated.Outcome);
    }

    /// <summary>Ends the session for good and drops what was recorded. <see cref="Status.NotFound"/> when the scope has none.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public async ValueTask<EndResult> EndAsync(EndReason reason = EndReason.LoggedOut, CancellationToken cancellationToken = default)
    {
        if (!Enum.IsDefined(reason))
        {
            return new EndResult(RefusalText.NoEndReason(reason));
        }

        await LoadAsync(cancellationToken).ConfigureAwait(false);
        _recording.Reset();
        if (!HasSession)
        {
            return new EndResult(new Outcome(_loaded));
        }

        var result = await _manager.Store.EndAsync(ScopeCommands.End(_loaded, reason), cancellationToken).ConfigureAwait(false);
        if (result.Status is Status.Ok or Status.Ended or Status.NotFound)
        {
            HasEnded = result.Status == Status.Ok;
            IssuedId = null;
            WithoutSession(result with { Status = result.Status == Status.Ok ? Status.Ended : result.Status });
        }

        return new EndResult(new Outcome(result));
    }

    /// <summary>Says that a key's value was read, for the conflict rule of keys that are read and then written.</summary>
    internal void NoteRead(string key) => _recording.NoteRead(key, HasSession ? _loaded.Image : default);

    /// <summary>As <see cref="Change(Action{ChangeSet})"/>, for callers that record one operation at a time. To be used at once.</summary>
    internal ChangeSet Record()
    {
        Begin();
        _recording.Touched();
        return _recording.Changes;
    }

    /// <summary>Drops what was recorded: the unit of work failed.</summary>
    internal void Discard() => _recording.Reset();

    /// <summary>Starts the load without waiting for it.</summary>
    internal void Begin()
    {
        if (_state != ScopeState.Untouched)
        {
            return;
        }

        if (_presented is not { } id)
        {
            WithoutSession(StoreResult.Of(Status.NotFound));
            return;
        }

        var loading = _manager.OpenAsync(id, IsPassive, CancellationToken.None);
        _state = ScopeState.Loading;
        if (loading.IsCompletedSuccessfully)
        {
            Loaded(loading.Result.Result);
        }
        else
        {
            _loading = ResultAsync(loading);
        }
    }

    private static async Task<StoreResult> ResultAsync(ValueTask<ReadResult> loading) => (await loading.ConfigureAwait(false)).Result;

    private async ValueTask<StoreResult> ApplyAsync(CancellationToken cancellationToken)
    {
        // Taken away before the store is asked: a second commit that begins meanwhile must not apply the same operations again (Invariant 1).
        var countsAccess = !IsPassive && !_countedAccess;
        var changes = _recording.Detach()!;
        var result = HasSession
            ? await ChangeAsync(changes, countsAccess, cancellationToken).ConfigureAwait(false)
            : await CreateAsync(changes, countsAccess, cancellationToken).ConfigureAwait(false);
        if (result.Status == Status.Ok)
        {
            _countedAccess |= countsAccess;
            _loaded = result;
            _state = ScopeState.WithSession;
            _recording.Committed(changes, result.Image);
        }

        return result;
    }

    private ValueTask<StoreResult> ChangeAsync(ChangeSet changes, bool countsAccess, CancellationToken cancellationToken)
    {
        _recording.Guard(changes);
        return _manager.ApplyAsync(ScopeCommands.Change(_loaded, changes, countsAccess, IsPassive), cancellationToken);
    }

    private async ValueTask<StoreResult> CreateAsync(ChangeSet changes, bool countsAccess, CancellationToken cancellationToken)
    {
        var id = SessionId.Issue(NewKey);
        var command = ScopeCommands.Create(id, changes, countsAccess, IdleTimeout, _manager.Options);
        var result = await _manager.Factory.CreateAsync(command, cancellationToken).ConfigureAwait(false);
        if (result.Status == Status.Ok)
        {
            IssuedId = id;
            HasEnded = false;
            _newKey = default;
        }

        return result;
    }

    private void Loaded(in StoreResult result)
    {
        _loading = null;
        _loaded = result;
        _state = result.Status switch
        {
            Status.Ok => ScopeState.WithSession,
            Status.Unavailable or Status.Unknown => ScopeState.Unavailable,
            _ => ScopeState.WithoutSession,
        };
    }

    private void WithoutSession(in StoreResult because)
    {
        _loaded = because;
        _state = ScopeState.WithoutSession;
    }

    private static ChangeResult Result(in StoreResult result) => new(new Outcome(result));
}
