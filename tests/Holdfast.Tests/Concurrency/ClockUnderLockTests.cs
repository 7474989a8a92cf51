using Holdfast.Storage;
using Holdfast.Storage.InProcess;
using Holdfast.Time;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>
/// A call that waits for a session sees the time as it is afterwards. With the time from before its wait, the old secret of a sign-in could
/// still read, and a session could be born expired.
/// </summary>
public sealed class ClockUnderLockTests
{
    public static TheoryData<string> Calls => ["create", "use", "open", "apply", "touch", "end", "regenerate", "revoke", "query", "query by subject", "statistics"];

    [Theory]
    [MemberData(nameof(Calls))]
    [Trait("Invariant", "3")]
    [Trait("Invariant", "6")]
    public async Task EveryCall_ThatMayWaitForASession_ReadsTheClockAfterTheWait(string call)
    {
        var clock = new WatchedClock();
        await using var manager = ManagerOn(clock);
        var created = await manager.CreateAsync(new NewSession { Subject = "ada" }, TestContext.Current.CancellationToken);
        clock.BeginWatching();

        await CallAsync(manager, created.Id!.Value, call);

        Assert.NotEmpty(clock.WasHeld);
        Assert.All(clock.WasHeld, Assert.True);
    }

    private static SessionManager ManagerOn(WatchedClock time)
    {
        var clock = new SessionClock(time);
        var options = new HoldfastOptions();
        var store = new InProcessStore(clock, options.Limits, options.EndedRetention);
        time.Store = store;
        return new SessionManager(store, options, clock);
    }

    private static async Task CallAsync(SessionManager manager, SessionId id, string call)
    {
        var token = TestContext.Current.CancellationToken;
        var store = manager.Store;
        switch (call)
        {
            case "create":
                await manager.GetOrCreateAsync(new NewSession { Name = "cart-7" }, token);
                break;
            case "use":
                await store.LoadAsync(new LoadCommand { Key = id.Key, IsUse = true }, token);
                break;
            case "open":
                await manager.OpenAsync(id, cancellationToken: token);
                break;
            case "apply":
                var changes = new ChangeSet(manager.Options.Limits).Set("a", "x");
                await store.ApplyAsync(new ApplyCommand { Key = id.Key, Operations = changes.Writer.WrittenMemory, OperationCount = 1 }, token);
                break;
            case "touch":
                await manager.TouchAsync(id, token);
                break;
            case "end":
                await manager.EndAsync(id.Key, cancellationToken: token);
                break;
            case "regenerate":
                await manager.OpenScope(id).RegenerateAsync(cancellationToken: token);
                break;
            case "revoke":
                await store.RaiseSubjectEpochAsync(new RevokeCommand { Subject = "ada" }, token);
                break;
            case "query" or "query by subject":
                await ((IQueryableStore)store).ReadCandidatesAsync(call == "query" ? null : "ada", ended: false, cursor: null, limit: 10, token);
                break;
            default:
                await store.GetStatisticsAsync(token);
                break;
        }
    }

    /// <summary>Notes at each read of the clock whether the reader holds a lock of the store.</summary>
    private sealed class WatchedClock : TimeProvider
    {
        private readonly ManualTimeProvider _time = new();
        private bool _isWatching;

        public InProcessStore? Store { get; set; }

        public List<bool> WasHeld { get; } = [];

        public override long TimestampFrequency => _time.TimestampFrequency;

        public void BeginWatching() => _isWatching = true;

        public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            _time.CreateTimer(callback, state, dueTime, period);

        public override long GetTimestamp()
        {
            if (_isWatching) WasHeld.Add(IsHeld());
            return _time.GetTimestamp();
        }

        // A revocation waits for its subject instead of a session.
        private bool IsHeld() =>
            Store!.Shards.Any(shard => shard.Lock.IsHeldByCurrentThread) || Store.Context.Subjects.StripeOf(SubjectDirectory.TagOf("ada")).Lock.IsHeldByCurrentThread;
    }
}
