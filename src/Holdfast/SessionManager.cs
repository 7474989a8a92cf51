using System.Diagnostics.Metrics;
using Holdfast.Diagnostics;
using Holdfast.Model;
using Holdfast.Storage;
using Holdfast.Sweeping;
using Holdfast.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast;

/// <summary>
/// Creates, reads, changes and ends sessions: the one class that joins policy (ids, timeouts, regeneration, revocation) and the
/// store, which applies every change atomically to the newest state.
/// </summary>
/// <remarks>
/// <para>A singleton; all members are safe for all threads. Every result carries a <see cref="Status"/>: expected outcomes, malformed input
/// included, are values, and exceptions are for bugs (a null argument) and for cancellation before the store was asked.</para>
/// <para>Methods that take a <see cref="SessionKey"/> trust their caller; those that take a <see cref="SessionId"/> check its secret.</para>
/// </remarks>
public sealed class SessionManager : IAsyncDisposable, IDisposable
{
    private readonly IHoldfastStore _store;
    private readonly TracedStore _traced;
    private readonly HoldfastOptions _options;
    private readonly Instruments _instruments;
    private readonly Sweeper _sweeper;
    private readonly SessionFactory _factory;
    private readonly SessionClock _clock;
    private readonly ILogger _logger;

    internal SessionManager(
        IHoldfastStore store, HoldfastOptions options, SessionClock clock, ILogger<SessionManager>? logger = null, IMeterFactory? meters = null)
    {
        _store = store;
        _traced = new TracedStore(store);
        _options = options;
        _clock = clock;
        _logger = logger ?? NullLogger<SessionManager>.Instance;
        _instruments = new Instruments(store, clock.Precise, meters);
        _sweeper = new Sweeper(_traced, clock.TimeProvider, options.SweepInterval, _logger);
        _factory = new SessionFactory(_traced, options, _sweeper);
    }

    /// <summary>What every operation asks.</summary>
    internal IHoldfastStore Store => Traces.IsOn ? _traced : _store;

    internal HoldfastOptions Options => _options;

    internal Instruments Instruments => _instruments;

    internal SessionFactory Factory => _factory;

    internal Sweeper Sweeper => _sweeper;

    /// <summary>
    /// Creates a session: with an issued key and a secret <see cref="CreateResult.Id"/>, or named and without one. A live session of that name
    /// is <see cref="Status.AlreadyExists"/> and comes with the result; of several creators of one name exactly one succeeds.
    /// </summary>
    /// <param name="session">What it begins with.</param>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public ValueTask<CreateResult> CreateAsync(NewSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        return _factory.CreateAsync(session, orGet: false, cancellationToken);
    }

    /// <summary>
    /// The live session of a name, created if there is none: <see cref="Status.Ok"/> either way, and of several callers all get the same one. Getting
    /// it is a use of it.
    /// </summary>
    /// <param name="session">What it begins with if it has to be created; it must have a name.</param>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public ValueTask<CreateResult> GetOrCreateAsync(NewSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        return _factory.CreateAsync(session, orGet: true, cancellationToken);
    }

    /// <summary>Reads a session without using it: its idle time goes on. Commits the end of one that it finds expired.</summary>
    /// <param name="key">Which session.</param>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public ValueTask<ReadResult> GetAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        var reading = Store.LoadAsync(new LoadCommand { Key = key }, cancellationToken);
        return reading.IsCompletedSuccessfully ? new(Read(reading.Result)) : AwaitedAsync(reading);
    }

    /// <summary>
    /// Opens a session with the secret id that its client presents. A use of it, so its idle time begins anew, unless passive. Never counts an
    /// access.
    /// </summary>
    /// <param name="id">What the client presented. A wrong secret is <see cref="Status.NotFound"/>, also for an ended session.</param>
    /// <param name="passive">True to look without using: a poll in the background must not keep a session alive.</param>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public ValueTask<ReadResult> OpenAsync(SessionId id, bool passive = false, CancellationToken cancellationToken = default) =>
        OpenAsync(new PresentedId(id), passive, cancellationToken);

    internal ValueTask<ReadResult> OpenAsync(in PresentedId id, bool passive, CancellationToken cancellationToken)
    {
        var command = new LoadCommand { Key = id.Key, Digest = id.Digest, CheckSecret = true, IsUse = !passive };
        var reading = Store.LoadAsync(command, cancellationToken);
        return reading.IsCompletedSuccessfully ? new(Opened(reading.Result)) : OpenedAsync(reading);
    }

    /// <summary>Applies a change set to the newest state. The delegate records operations; it sees no state and runs once.</summary>
    /// <param name="key">Which session.</param>
    /// <param name="change">Records the operations.</param>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public ValueTask<ChangeResult> UpdateAsync(SessionKey key, Action<ChangeSet> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        var changes = new ChangeSet(_options.Limits);
        change(changes);
        return changes.Error is { } error
            ? new(Refused(changes, error))
            : ChangeAsync(Command(key, changes), cancellationToken);
    }

    /// <summary>As <see cref="UpdateAsync(SessionKey, Action{ChangeSet}, CancellationToken)"/>, only if the session is still in the state that the token names.</summary>
    /// <param name="key">Which session.</param>
    /// <param name="token">From <see cref="Session.Token"/>; anything newer, another incarnation or another epoch is <see cref="Status.Conflict"/>.</param>
    /// <param name="change">Records the operations.</param>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public ValueTask<ChangeResult> UpdateIfAsync(
        SessionKey key, SessionToken token, Action<ChangeSet> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (token.Version <= 0)
        {
            return new(new ChangeResult(new Outcome(
                Status.Invalid, new HoldfastError(ErrorCodes.InvalidValue, "The token names no state of a session. Use the one from Session.Token."))));
        }

        var changes = new ChangeSet(_options.Limits);
        change(changes);
        return changes.Error is { } error
            ? new(Refused(changes, error))
            : ChangeAsync(Command(key, changes, token), cancellationToken);
    }

    /// <summary>
    /// Read-modify-write: the delegate sees a snapshot and records operations, which are applied only if nothing came in between; otherwise it
    /// runs again on the newer state, up to <see cref="HoldfastOptions.MaxUpdateAttempts"/> times, then <see cref="Status.Conflict"/>.
    /// </summary>
    /// <param name="key">Which session.</param>
    /// <param name="change">May run several times and never under a lock. If it throws, the session is unchanged and the exception passes on.</param>
    /// <param name="cancellationToken">Honoured before each attempt.</param>
    public async ValueTask<ChangeResult> UpdateAsync(
        SessionKey key, Action<Session, ChangeSet> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        for (var attempt = 1; ; attempt++)
        {
            var current = await Store.LoadAsync(new LoadCommand { Key = key }, cancellationToken).ConfigureAwait(false);
            if (current.Status != Status.Ok)
            {
                return new ChangeResult(new Outcome(current));
            }

            var changes = new ChangeSet(_options.Limits);
            change(new Session(current.Image, current.LastActivity, current.Epoch), changes);
            if (changes.Error is { } error)
            {
                return Refused(changes, error);
            }

            var result = await ChangeAsync(
                Command(key, changes, new SessionToken(current.Epoch, current.Image.Incarnation, current.Image.Version)), cancellationToken).ConfigureAwait(false);
            if (result.Status != Status.Conflict || attempt >= _options.MaxUpdateAttempts)
            {
                return result;
            }

            _instruments.Retried();
        }
    }

    /// <summary>Does not compile: operations are recorded, not awaited. Await first, then record.</summary>
    [Obsolete("A change set records operations and is applied when the delegate returns, so the delegate cannot be asynchronous. Await first, then record.", error: true)]
    public ValueTask<ChangeResult> UpdateAsync(SessionKey key, Func<ChangeSet, Task> change, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Does not compile: see <see cref="UpdateAsync(SessionKey, Func{ChangeSet, Task}, CancellationToken)"/>.</summary>
    [Obsolete("A change set records operations and is applied when the delegate returns, so the delegate cannot be asynchronous. Await first, then record.", error: true)]
    public ValueTask<ChangeResult> UpdateAsync(SessionKey key, Func<Session, ChangeSet, Task> change, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Does not compile: see <see cref="UpdateAsync(SessionKey, Func{ChangeSet, Task}, CancellationToken)"/>.</summary>
    [Obsolete("A change set records operations and is applied when the delegate returns, so the delegate cannot be asynchronous. Await first, then record.", error: true)]
    public ValueTask<ChangeResult> UpdateIfAsync(
        SessionKey key, SessionToken token, Func<ChangeSet, Task> change, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Counts one access, atomically: of N calls each gets its own number.</summary>
    /// <param name="key">Which session.</param>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public ValueTask<ChangeResult> RecordAccessAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        ChangeAsync(Command(key, new ChangeSet(_options.Limits).RecordAccess()), cancellationToken);

    /// <summary>Uses a session without reading or changing it: its idle time begins anew. For trusted callers.</summary>
    /// <param name="key">Which session.</param>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public ValueTask<ChangeResult> TouchAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        ChangedAsync(Store.TouchAsync(new TouchCommand { Key = key }, cancellationToken));

    /// <summary>As <see cref="TouchAsync(SessionKey, CancellationToken)"/>, checking the secret.</summary>
    /// <param name="id">What the client presented.</param>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public ValueTask<ChangeResult> TouchAsync(SessionId id, CancellationToken cancellationToken = default) =>
        ChangedAsync(Store.TouchAsync(new TouchCommand { Key = id.Key, Digest = id.Digest(), CheckSecret = true }, cancellationToken));

    /// <summary>Ends a session for good. Late writes, touches and renewals are refused with the reason; nothing brings it back.</summary>
    /// <param name="key">Which session.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public async ValueTask<EndResult> EndAsync(
        SessionKey key, EndReason reason = EndReason.LoggedOut, CancellationToken cancellationToken = default)
    {
        if (!Enum.IsDefined(reason))
        {
            return new EndResult(RefusalText.NoEndReason(reason));
        }

        var result = await Store.EndAsync(new EndCommand { Key = key, Reason = reason }, cancellationToken).ConfigureAwait(false);
        return new EndResult(new Outcome(result));
    }

    /// <summary>
    /// Gives a session a new secret under the same key, at once and whatever its present one is: the old id is dead. Data and history
    /// stay. A named session gets its first id this way.
    /// </summary>
    /// <param name="key">Which session.</param>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public async ValueTask<RegenerateResult> RegenerateAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        var id = SessionId.Issue(key);
        var changes = new ChangeSet(_options.Limits);
        var digest = id.Digest();
        changes.Writer.Regenerate(digest, graceTicks: 0);
        var result = await ApplyAsync(Command(key, changes), cancellationToken).ConfigureAwait(false);
        return new RegenerateResult(new Outcome(result), result.Status == Status.Ok ? id : null);
    }

    /// <summary>
    /// Ends all sessions of a subject, also those being created by an authentication before this instant. When it has answered, no read of any
    /// of them succeeds.
    /// </summary>
    /// <param name="subject">Whose; 1 to 256 bytes of UTF-8.</param>
    /// <param name="except">A live session of the subject that is to stay, or null.</param>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    public async ValueTask<RevokeResult> RevokeSubjectAsync(
        string subject, SessionKey? except = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var check = new ChangeSet(_options.Limits).SetSubject(subject);
        if (check.Error is { } error)
        {
            return new RevokeResult(new Outcome(Status.Invalid, error), 0);
        }

        if (except is { IsDefault: true })
        {
            return new RevokeResult(
                new Outcome(Status.Invalid, new HoldfastError(ErrorCodes.InvalidKey, "The session to keep is default(SessionKey), which is no session's key. Name a session, or give null to keep none.")), 0);
        }

        var outcome = await Store.RaiseSubjectEpochAsync(
            new RevokeCommand { Subject = subject, Except = except ?? default }, cancellationToken).ConfigureAwait(false);
        if (outcome.Status == Status.Ok)
        {
            Log.Revoked(_logger, outcome.Ended);
        }

        return new RevokeResult(new Outcome(StoreResult.Of(outcome.Status, outcome.Refusal)), outcome.Ended);
    }

    /// <summary>Lists sessions. What lives during the whole listing is listed exactly once; expired ones are left out.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="limit">At most so many, 1 to 1 000.</param>
    /// <param name="cancellationToken">Honoured between the parts of the walk.</param>
    public async ValueTask<SessionPage> QueryAsync(
        SessionQuery query, string? cursor = null, int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        using var activity = Traces.Start(TelemetryNames.QueryOperation, _store.Name);
        var page = await Listing.QueryAsync(_store, query, cursor, limit, SessionClock.ToInstant(_clock.Now), cancellationToken).ConfigureAwait(false);
        Traces.Finish(activity, page.Status);
        return page;
    }

    /// <summary>Exact totals: of one instant for a store in this process.</summary>
    /// <param name="cancellationToken">Honoured before the store is asked.</param>
    /// <returns>The totals, or null when the store cannot be reached.</returns>
    public ValueTask<SessionStatistics?> GetStatisticsAsync(CancellationToken cancellationToken = default) =>
        Store.GetStatisticsAsync(cancellationToken);

    /// <summary>Stops the tidying and the store. A memory store's sessions end as <see cref="EndReason.Shutdown"/>; later calls are <see cref="Status.Unavailable"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sweeper.DisposeAsync().ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
        _instruments.Dispose();
    }

    /// <summary>As <see cref="DisposeAsync"/>, for owners that cannot wait: a run of the tidying under way, and a store that takes its time, end by themselves.</summary>
    public void Dispose()
    {
        _sweeper.Dispose();
        if (_store is IDisposable store)
        {
            store.Dispose();
        }
        else
        {
            _ = _store.DisposeAsync().AsTask();
        }

        _instruments.Dispose();
    }

    /// <summary>A unit of work on the session that a client presented, or on the one it may create.</summary>
    internal SessionScope OpenScope(SessionId? presented, bool isPassive = false, TimeSpan? idleTimeout = null) =>
        new(this, presented is { } id ? new PresentedId(id) : null, isPassive, idleTimeout);

    internal ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken)
    {
        var started = _instruments.StartCommit();
        var applying = Store.ApplyAsync(command, cancellationToken);
        if (applying.IsCompletedSuccessfully)
        {
            var result = applying.Result;
            _instruments.Committed(started, command, result);
            return new ValueTask<StoreResult>(result);
        }

        return ObservedAsync(applying, started, command);
    }

    private static ChangeResult Refused(ChangeSet changes, HoldfastError error) =>
        new(new Outcome(changes.Limit is null ? Status.Invalid : Status.Limited, error, changes.Limit));

    private static ApplyCommand Command(SessionKey key, ChangeSet changes, SessionToken expected = default) => new()
    {
        Key = key,
        Expected = expected,
        Operations = changes.Writer.WrittenMemory,
        OperationCount = changes.Writer.Count,
        CountAccess = true,
    };

    private static ReadResult Read(in StoreResult result) => new(new Outcome(result));

    private ReadResult Opened(in StoreResult result)
    {
        if (result.Status == Status.NotFound || result.Refusal == Operations.Refusal.SecretSuperseded)
        {
            _instruments.RefusedId();
        }

        return Read(result);
    }

    private ValueTask<ChangeResult> ChangeAsync(in ApplyCommand command, CancellationToken cancellationToken) =>
        ChangedAsync(ApplyAsync(command, cancellationToken));

    private static ValueTask<ChangeResult> ChangedAsync(ValueTask<StoreResult> changing) =>
        changing.IsCompletedSuccessfully
            ? new(new ChangeResult(new Outcome(changing.Result)))
            : ChangedLaterAsync(changing);

    private static async ValueTask<ChangeResult> ChangedLaterAsync(ValueTask<StoreResult> changing) =>
        new(new Outcome(await changing.ConfigureAwait(false)));

    private static async ValueTask<ReadResult> AwaitedAsync(ValueTask<StoreResult> reading) => Read(await reading.ConfigureAwait(false));

    private async ValueTask<ReadResult> OpenedAsync(ValueTask<StoreResult> reading) => Opened(await reading.ConfigureAwait(false));

    private async ValueTask<StoreResult> ObservedAsync(ValueTask<StoreResult> applying, long started, ApplyCommand command)
    {
        var result = await applying.ConfigureAwait(false);
        _instruments.Committed(started, command, result);
        return result;
    }
}
