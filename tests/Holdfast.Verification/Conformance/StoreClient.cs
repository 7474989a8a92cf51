using Holdfast.Model;
using Holdfast.Operations;
using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>Calls a store as the code above it does: records change sets, issues keys and secrets, fills in commands.</summary>
/// <remarks>Safe for all threads, as the store is.</remarks>
internal sealed class StoreClient(StoreHarness harness)
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);
    public static readonly TimeSpan Absolute = TimeSpan.FromHours(24);

    public IHoldfastStore Store => harness.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates a session with an issued key and a secret, or a named one without, and expects that to succeed.</summary>
    public async Task<Holder> CreateAsync(
        Action<ChangeSet>? first = null, string? name = null, TimeSpan? idle = null, TimeSpan? absolute = null, bool countAccess = false)
    {
        SessionId? id = name is null ? SessionId.Issue(SessionKey.Issue()) : null;
        var key = id?.Key ?? SessionKey.FromName(name!);
        var result = await TryCreateAsync(key, id, first, idle, absolute, countAccess);
        Expect.Ok(result);
        return new Holder(key, id, result.Image.Incarnation, result.Generation, result.Image);
    }

    public ValueTask<StoreResult> TryCreateAsync(
        SessionKey key,
        SessionId? id = null,
        Action<ChangeSet>? first = null,
        TimeSpan? idle = null,
        TimeSpan? absolute = null,
        bool countAccess = false,
        bool useExisting = false,
        CancellationToken? token = null)
    {
        var changes = Record(first);
        var command = new CreateCommand
        {
            Key = key,
            Incarnation = key.IsNamed ? RandomPool.NextUInt64() : key.High,
            UseExisting = useExisting,
            Digest = id?.Digest() ?? SecretDigest.None,
            Type = string.Empty,
            IdleMilliseconds = (long)(idle ?? Idle).TotalMilliseconds,
            AbsoluteMilliseconds = (long)(absolute ?? Absolute).TotalMilliseconds,
            Operations = changes.Writer.WrittenMemory,
            OperationCount = changes.Writer.Count,
            CountAccess = countAccess,
        };
        return Store.CreateAsync(command, token ?? Token);
    }

    /// <summary>Applies a change set as a trusted caller.</summary>
    public ValueTask<StoreResult> ApplyAsync(
        SessionKey key,
        Action<ChangeSet> change,
        ulong incarnation = 0,
        uint generation = 0,
        long basedOn = ApplyInput.NoBase,
        SessionToken expected = default,
        bool countAccess = true,
        bool passive = false,
        CancellationToken? token = null)
    {
        var changes = Record(change);
        var command = new ApplyCommand
        {
            Key = key,
            Incarnation = incarnation,
            Generation = generation,
            Base = basedOn,
            BaseEpoch = basedOn == ApplyInput.NoBase ? 0 : Store.Epoch,
            Expected = expected,
            Operations = changes.Writer.WrittenMemory,
            OperationCount = changes.Writer.Count,
            CountAccess = countAccess,
            IsPassive = passive,
        };
        return Store.ApplyAsync(command, token ?? Token);
    }

    /// <summary>Applies a change set as a scope does that has seen this state.</summary>
    public ValueTask<StoreResult> CommitAsync(Holder seen, Action<ChangeSet> change) =>
        ApplyAsync(seen.Key, change, seen.Incarnation, seen.Generation, seen.Seen.Version);

    public async Task<Holder> RegenerateAsync(Holder holder, TimeSpan grace = default)
    {
        var (result, next) = await TryRegenerateAsync(holder, grace);
        Expect.Ok(result);
        return next;
    }

    /// <summary>Gives a session a new secret as a scope does: conditional on the generation that it holds.</summary>
    public async Task<(StoreResult Result, Holder Next)> TryRegenerateAsync(Holder holder, TimeSpan grace = default, Action<ChangeSet>? along = null)
    {
        var id = SessionId.Issue(holder.Key);
        var result = await ApplyAsync(
            holder.Key,
            changes =>
            {
                along?.Invoke(changes);
                var digest = id.Digest();
                changes.Writer.Regenerate(digest, grace.Ticks);
            },
            holder.Incarnation,
            holder.Generation,
            holder.Seen.Version);
        return (result, holder with { Id = id, Generation = result.Generation, Seen = result.Image });
    }

    /// <summary>Looks at a session without using it.</summary>
    public ValueTask<StoreResult> LoadAsync(SessionKey key, ulong incarnation = 0, SessionToken known = default, CancellationToken? token = null) =>
        Store.LoadAsync(new LoadCommand { Key = key, Incarnation = incarnation, Known = known }, token ?? Token);

    /// <summary>Names a state of a session as its holder knows it.</summary>
    public SessionToken TokenOf(Holder holder, long version) => new(Store.Epoch, holder.Incarnation, version);

    /// <summary>Uses a session by reading it.</summary>
    public ValueTask<StoreResult> UseAsync(SessionKey key) => Store.LoadAsync(new LoadCommand { Key = key, IsUse = true }, Token);

    /// <summary>Opens a session with its secret: a use unless passive.</summary>
    public ValueTask<StoreResult> OpenAsync(SessionId id, bool passive = false) =>
        Store.LoadAsync(new LoadCommand { Key = id.Key, Digest = id.Digest(), CheckSecret = true, IsUse = !passive }, Token);

    public async Task<Holder> HoldAsync(SessionId id)
    {
        var result = await OpenAsync(id);
        Expect.Ok(result);
        return new Holder(id.Key, id, result.Image.Incarnation, result.Generation, result.Image);
    }

    public ValueTask<StoreResult> TouchAsync(SessionKey key, ulong incarnation = 0, uint generation = 0, CancellationToken? token = null) =>
        Store.TouchAsync(new TouchCommand { Key = key, Incarnation = incarnation, Generation = generation }, token ?? Token);

    public ValueTask<StoreResult> TouchAsync(SessionId id) =>
        Store.TouchAsync(new TouchCommand { Key = id.Key, Digest = id.Digest(), CheckSecret = true }, Token);

    public ValueTask<StoreResult> EndAsync(
        SessionKey key, EndReason reason = EndReason.LoggedOut, ulong incarnation = 0, uint generation = 0, CancellationToken? token = null) =>
        Store.EndAsync(new EndCommand { Key = key, Reason = reason, Incarnation = incarnation, Generation = generation }, token ?? Token);

    public ValueTask<RevokeOutcome> RevokeAsync(string subject, SessionKey except = default, ulong incarnation = 0, CancellationToken? token = null) =>
        Store.RaiseSubjectEpochAsync(new RevokeCommand { Subject = subject, Except = except, ExceptIncarnation = incarnation }, token ?? Token);

    /// <summary>Tidies until nothing is due; answers how much was handled.</summary>
    public async Task<int> SweepAsync(int limit = 256)
    {
        var total = 0;
        ExpireOutcome outcome;
        do
        {
            outcome = await Store.ExpireDueAsync(limit, Token);
            Assert.Equal(Status.Ok, outcome.Status);
            total += outcome.Handled;
        }
        while (outcome.MayHaveMore);
        return total;
    }

    public async Task<SessionStatistics> StatisticsAsync()
    {
        var statistics = await Store.GetStatisticsAsync(Token);
        Assert.NotNull(statistics);
        return statistics;
    }

    /// <summary>A session as applications see it.</summary>
    public static Session View(in StoreResult result) => new(result.Image, result.LastActivity, result.Epoch);

    public async Task<Session> ReadAsync(SessionKey key)
    {
        var result = await LoadAsync(key);
        Expect.Ok(result);
        return View(result);
    }

    private ChangeSet Record(Action<ChangeSet>? change)
    {
        var changes = new ChangeSet(harness.Settings.Limits);
        change?.Invoke(changes);
        Assert.Null(changes.Error);
        return changes;
    }
}
