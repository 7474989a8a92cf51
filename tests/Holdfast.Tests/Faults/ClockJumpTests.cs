namespace Holdfast.Tests;

/// <summary>Fault T1: the wall clock jumps, back or forward, while sessions live. Their time is the monotonic clock's.</summary>
[Trait("Fault", "T1")]
[Trait("Feature", "55")]
[Trait("Invariant", "6")]
public sealed class ClockJumpTests : IAsyncLifetime
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly ManagerGround _ground = new();
    private SessionId _id;

    /// <summary>In hours.</summary>
    public static TheoryData<int> Jumps => [-1, -24, 1, 24, 24 * 3650];

    private SessionManager Manager => _ground.Manager;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _id = await _ground.CreateAsync();

    public ValueTask DisposeAsync() => _ground.DisposeAsync();

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task Jump_WhileASessionLives_NeitherEndsItNorProlongsIt(int hours)
    {
        _ground.Time.Advance(Idle - Tick);
        Jump(hours);
        Assert.Equal(Status.Ok, (await Manager.GetAsync(_id.Key, Token)).Status);

        _ground.Time.Advance(Tick);

        var read = await Manager.GetAsync(_id.Key, Token);
        Assert.Equal((Status.Ended, EndReason.IdleTimeout), (read.Status, read.EndReason));
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    [Trait("Invariant", "3")]
    public async Task Jump_AfterASessionExpired_RevivesNothing(int hours)
    {
        // Nobody has looked, so nobody has committed the end yet.
        _ground.Time.Advance(Idle);
        Jump(hours);

        Assert.Equal(Status.Ended, (await Manager.OpenAsync(_id, cancellationToken: Token)).Status);
        Assert.Equal(Status.Ended, (await Manager.TouchAsync(_id, Token)).Status);
        Assert.Equal(Status.Ended, (await Manager.UpdateAsync(_id.Key, changes => changes.Set("a", 2), Token)).Status);
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task Jump_DuringARotationsGrace_LeavesItAsLongAsItWas(int hours)
    {
        var scope = await _ground.ScopeAsync(_id);
        await scope.RegenerateAsync(TimeSpan.FromSeconds(30), Token);
        Jump(hours);
        _ground.Time.Advance(TimeSpan.FromSeconds(30) - Tick);
        Assert.True((await Manager.OpenAsync(_id, cancellationToken: Token)).IsReadOnly);

        _ground.Time.Advance(Tick);

        Assert.Equal(Status.Ended, (await Manager.OpenAsync(_id, cancellationToken: Token)).Status);
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    [Trait("Invariant", "3")]
    public async Task Jump_AroundARevocation_KeepsBeforeAndAfterApart(int hours)
    {
        var before = new NewSession { Subject = "ada", AuthenticatedAt = (await Manager.GetAsync(_id.Key, Token)).LastActivityAt };
        _ground.Time.Advance(TimeSpan.FromSeconds(1));
        await Manager.RevokeSubjectAsync("ada", cancellationToken: Token);
        Jump(hours);
        _ground.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Status.Invalid, (await Manager.CreateAsync(before, Token)).Status);
        Assert.Equal(Status.Ok, (await Manager.CreateAsync(new NewSession { Subject = "ada" }, Token)).Status);
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task Jump_Times_GoOnFromWhereTheyWere(int hours)
    {
        var created = (await Manager.GetAsync(_id.Key, Token)).Session!.CreatedAt;
        Jump(hours);
        _ground.Time.Advance(TimeSpan.FromSeconds(5));

        await Manager.TouchAsync(_id, Token);

        var read = await Manager.GetAsync(_id.Key, Token);
        Assert.Equal((created + TimeSpan.FromSeconds(5), created + TimeSpan.FromSeconds(5) + Idle), (read.LastActivityAt, read.ExpiresAt));
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    [Trait("Invariant", "10")]
    public async Task Jump_TheSweep_RunsNeitherMoreNorLess(int hours)
    {
        var timers = _ground.Time.ArmedTimers;
        var next = _ground.Time.UntilNextTimer;

        Jump(hours);

        Assert.Equal((timers, next), (_ground.Time.ArmedTimers, _ground.Time.UntilNextTimer));
        Assert.Equal(0, await Manager.Sweeper.SweepAsync(Token));
        _ground.Time.Advance(Idle + TimeSpan.FromSeconds(1));
        await Manager.Sweeper.SweepAsync(Token);
        Assert.Equal(0, (await Manager.GetStatisticsAsync(Token))!.Active);
    }

    private void Jump(int hours) => _ground.Time.MoveWallClock(TimeSpan.FromHours(hours));
}
