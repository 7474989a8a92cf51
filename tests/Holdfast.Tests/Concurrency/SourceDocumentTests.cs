using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>The concurrency tests that the documents this project starts from ask for, through the manager as an application calls it.</summary>
public sealed class SourceDocumentTests : IAsyncLifetime
{
    private readonly ManagerGround _ground = new();
    private SessionId _id;

    private SessionManager Manager => _ground.Manager;

    private SessionKey Key => _id.Key;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _id = await _ground.CreateAsync();

    public ValueTask DisposeAsync() => _ground.DisposeAsync();

    [Fact]
    [Trait("Feature", "11")]
    [Trait("Invariant", "1")]
    [Trait("Fault", "K1")]
    public async Task Increments_HundredTasksOneEach_CountOneHundred()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => IncrementAsync("hits"), Token)));

        Assert.Equal(Enumerable.Range(1, 100).Select(value => (long)value), results.Order());
        Assert.Equal(100, (await ReadAsync()).Data.GetInt64("hits"));
    }

    [Fact]
    [Trait("Feature", "10")]
    [Trait("Invariant", "1")]
    public async Task Updates_TenThreadsOfAHundredOnOwnKeys_AreAllKept()
    {
        await Together.RunAsync(10, async thread =>
        {
            for (var i = 0; i < 100; i++)
            {
                var result = await Manager.UpdateAsync(Key, changes => changes.Set($"thread {thread}", i).Increment($"count {thread}"));
                Assert.Equal((Status.Ok, (long?)i), (result.Status, result.Session!.Data.GetInt64($"thread {thread}")));
            }
        });

        var session = await ReadAsync();
        for (var thread = 0; thread < 10; thread++)
            Assert.Equal((99L, 100L), (session.Data.GetInt64($"thread {thread}"), session.Data.GetInt64($"count {thread}")));
        Assert.Equal((1001, 1000), (session.Version, session.AccessCount));
    }

    [Fact]
    [Trait("Feature", "11")]
    [Trait("Invariant", "1")]
    [Trait("Invariant", "5")]
    [Trait("Fault", "K1")]
    public async Task Increments_TwentyThreadsOfFifty_EachHaveAResultOfTheirOwn()
    {
        var results = await Together.RunAsync(20, async _ =>
        {
            var mine = new List<long>();
            for (var i = 0; i < 50; i++) mine.Add(await IncrementAsync("hits"));
            Assert.Equal(mine.Order(), mine);
            return mine;
        });

        Assert.Equal(Enumerable.Range(1, 1000).Select(value => (long)value), results.SelectMany(mine => mine).Order());
    }

    [Fact]
    [Trait("Feature", "11")]
    [Trait("Invariant", "1")]
    public async Task Accesses_TwentyThreadsOfFifty_EachHaveANumberOfTheirOwn()
    {
        var results = await Together.RunAsync(20, async _ =>
        {
            var mine = new List<long>();
            for (var i = 0; i < 50; i++) mine.Add((await Manager.RecordAccessAsync(Key)).Session!.AccessCount);
            return mine;
        });

        Assert.Equal(Enumerable.Range(1, 1000).Select(value => (long)value), results.SelectMany(mine => mine).Order());
    }

    [Fact]
    [Trait("Feature", "10")]
    [Trait("Invariant", "1")]
    [Trait("Fault", "K2")]
    public async Task Requests_TwentyThatHaveAllLoaded_LoseNeitherTheirOwnKeysNorACount()
    {
        using var loaded = new Barrier(20);

        await Together.RunAsync(20, async request =>
        {
            var scope = await _ground.ScopeAsync(_id);
            loaded.SignalAndWait(Token);
            Assert.Equal(Status.Ok, (await scope.Change(changes => changes.Set($"key {request}", request).Increment("hits")).CommitAsync()).Status);
        });

        var session = await ReadAsync();
        Assert.Equal(20, session.Data.GetInt64("hits"));
        for (var request = 0; request < 20; request++) Assert.Equal(request, session.Data.GetInt64($"key {request}"));
    }

    [Fact]
    [Trait("Invariant", "1")]
    [Trait("Invariant", "2")]
    public async Task Requests_TwentyThatSetOneKey_KeepTheLastAndCountEveryOneReplacedUnseen()
    {
        using var loaded = new Barrier(20);

        var results = await Together.RunAsync(20, async request =>
        {
            var scope = await _ground.ScopeAsync(_id);
            loaded.SignalAndWait(Token);
            return (Request: request, Result: await scope.Change(changes => changes.Set("shared", request)).CommitAsync());
        });

        var last = results.MaxBy(result => result.Result.Session!.Version);
        var session = await ReadAsync();
        Assert.Equal((21L, (long?)last.Request), (session.Version, session.Data.GetInt64("shared")));
        Assert.Equal(19, results.Sum(result => result.Result.OverwroteUnseen));
    }

    [Fact]
    [Trait("Feature", "18")]
    [Trait("Invariant", "7")]
    public async Task Deletes_TenThreadsWhileTotalsAreSampled_AgreeInEverySample()
    {
        const int Threads = 10;
        const int Each = 40;
        var keys = new List<SessionKey>();
        for (var i = 0; i < Threads * Each; i++) keys.Add((await _ground.CreateAsync()).Key);
        var deleting = Threads;

        await Together.RunAsync(Threads + 1, async thread =>
        {
            if (thread == Threads)
            {
                while (Volatile.Read(ref deleting) > 0) await SampleAsync(1 + (Threads * Each));
                return;
            }

            foreach (var key in keys.Skip(thread * Each).Take(Each)) Assert.Equal(Status.Ok, (await Manager.EndAsync(key)).Status);
            Interlocked.Decrement(ref deleting);
        });

        var totals = await SampleAsync(1 + (Threads * Each));
        Assert.Equal((1L, (long)Threads * Each), (totals.Active, totals.Ended[EndReason.LoggedOut]));
    }

    [Fact]
    [Trait("Feature", "18")]
    [Trait("Invariant", "3")]
    [Trait("Invariant", "7")]
    public async Task Deletes_TenOfOneSession_ExactlyOneSucceedsAndTheTotalsMoveOnce()
    {
        var results = await Together.RunAsync(10, async _ => await Manager.EndAsync(Key));

        Assert.Single(results, result => result.Status == Status.Ok);
        Assert.All(results, result => Assert.Equal(EndReason.LoggedOut, result.EndReason));
        Assert.Equal(0, (await SampleAsync(1)).Active);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [Trait("Feature", "16")]
    [Trait("Invariant", "2")]
    public async Task Refresh_ByACopyThatIsNotThePresentState_ReplacesNothing(long ahead)
    {
        var copy = await ReadAsync();
        _ground.Time.Advance(TimeSpan.FromSeconds(1));
        await Manager.UpdateAsync(Key, changes => changes.Set("a", 2), Token);
        _ground.Time.Advance(TimeSpan.FromSeconds(1));

        // The copy as it is, and copies that claim to be newer than the session: neither names the present state.
        var token = new SessionToken(copy.Token.Epoch, copy.Incarnation, copy.Version + (ahead == 0 ? 0 : 1 + ahead));
        var refresh = await Manager.UpdateIfAsync(Key, token, changes => changes.Set("a", copy.Data.GetInt64("a")!.Value), Token);

        Assert.Equal(Status.Conflict, refresh.Status);
        Assert.Equal((2L, (long?)2), (refresh.Session!.Version, refresh.Session.Data.GetInt64("a")));
        Assert.Equal(refresh.Session.Version, (await ReadAsync()).Version);
    }

    [Fact]
    [Trait("Feature", "20")]
    [Trait("Invariant", "3")]
    public async Task Refresh_ByAReadOfBeforeAnEnd_BringsNothingBack()
    {
        var scope = await _ground.ScopeAsync(_id);
        _ground.Time.Advance(TimeSpan.FromSeconds(1));
        await Manager.EndAsync(Key, cancellationToken: Token);

        Assert.Equal(Status.Ended, (await Manager.TouchAsync(_id, Token)).Status);
        Assert.Equal(Status.Ended, (await scope.RecordAccess().CommitAsync(Token)).Status);

        Assert.Equal(0, (await SampleAsync(1)).Active);
    }

    private async Task<long> IncrementAsync(string key)
    {
        var result = await Manager.UpdateAsync(Key, changes => changes.Increment(key));
        Assert.Equal(Status.Ok, result.Status);
        return result.Session!.Data.GetInt64(key)!.Value;
    }

    private async Task<Session> ReadAsync() => (await Manager.GetAsync(Key, Token)).Session!;

    private async Task<SessionStatistics> SampleAsync(long created)
    {
        var totals = await Manager.GetStatisticsAsync(Token);
        Assert.NotNull(totals);
        Assert.Equal((created, totals.Active), (totals.Created, totals.ActiveActual));
        Assert.Equal(totals.Created, totals.Active + totals.EndedTotal);
        return totals;
    }
}
