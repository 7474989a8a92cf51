using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>
/// Faults K3, K4 and K5 on real threads, ten thousand times each: what the interleavings of the test scheduler cannot see, because it happens inside
/// the store. Each trial has a session of its own in one store.
/// </summary>
public sealed class ParallelTrialTests
{
    private const int Trials = 10_000;
    private const int Seed = 20;

    [Fact]
    [Trait("Fault", "K3")]
    [Trait("Invariant", "3")]
    public async Task End_AgainstACommitATouchAndARotation_IsFinalInEveryTrial()
    {
        await using var ground = new ManagerGround();
        var scenario = Scenario.Of(() => BeginAsync(ground))
            .Operation("end", async trial => Assert.Equal(Status.Ok, (await ground.Manager.EndAsync(trial.Key)).Status))
            .Operation("commit", async trial => trial.Committed = (await trial.Scope.Change(changes => changes.Set("late", 1)).CommitAsync()).Status)
            .Operation("touch", async trial => trial.Touched = (await ground.Manager.TouchAsync(trial.Key)).Status)
            .Operation("rotate", async trial => trial.Rotated = await ground.Manager.RegenerateAsync(trial.Key))
            .Check(async trial =>
            {
                Assert.Contains(trial.Committed, (Status[])[Status.Ok, Status.Ended]);
                Assert.Contains(trial.Touched, (Status[])[Status.Ok, Status.Ended]);
                Assert.Contains(trial.Rotated.Status, (Status[])[Status.Ok, Status.Ended]);
                await MustBeGoneAsync(ground, trial, EndReason.LoggedOut);
            });

        RealThreads.Race(scenario, Trials, Seed);

        await MustAddUpAsync(ground);
    }

    [Fact]
    [Trait("Fault", "K4")]
    [Trait("Invariant", "3")]
    [Trait("Invariant", "6")]
    public async Task Expiry_AgainstATouch_IsEitherTouchedAndAliveOrExpiredAndGoneInEveryTrial()
    {
        await using var ground = new ManagerGround();
        var idle = TimeSpan.FromMinutes(20);
        var scenario = Scenario.Of(async () =>
            {
                var trial = await BeginAsync(ground);
                ground.Time.Advance(idle - TimeSpan.FromTicks(1));
                return trial;
            })
            .Operation("clock", trial =>
            {
                ground.Time.Advance(TimeSpan.FromTicks(1));
                return Task.CompletedTask;
            })
            .Operation("touch", async trial => trial.Touched = (await ground.Manager.TouchAsync(trial.Id)).Status)
            .Operation("look", async trial => trial.Looked = (await ground.Manager.GetAsync(trial.Key)).Status)
            .Check(async trial =>
            {
                var after = await ground.Manager.GetAsync(trial.Key);
                Assert.Equal(trial.Touched, after.Status);
                if (trial.Touched == Status.Ok)
                {
                    Assert.Equal(Status.Ok, trial.Looked);
                    return;
                }

                Assert.Equal(Status.Ended, trial.Touched);
                await MustBeGoneAsync(ground, trial, EndReason.IdleTimeout);
            });

        RealThreads.Race(scenario, Trials, Seed);

        await MustAddUpAsync(ground);
    }

    [Fact]
    [Trait("Fault", "K5")]
    [Trait("Invariant", "1")]
    [Trait("Invariant", "3")]
    public async Task Rotation_AgainstARotationAndACommit_HasOneWinnerAndKeepsTheCommitInEveryTrial()
    {
        await using var ground = new ManagerGround();
        var grace = TimeSpan.FromSeconds(30);
        var scenario = Scenario.Of(() => BeginAsync(ground))
            .Operation("rotate", async trial => trial.Rotated = await trial.Other.RegenerateAsync(grace))
            .Operation("rotate too", async trial => trial.RotatedToo = await trial.Third.RegenerateAsync(grace))
            .Operation("commit", async trial => trial.Committed = (await trial.Scope.Change(changes => changes.Set("kept", 1)).CommitAsync()).Status)
            .Check(async trial =>
            {
                var (winner, loser) = trial.Rotated.IsOk ? (trial.Rotated, trial.RotatedToo) : (trial.RotatedToo, trial.Rotated);
                Assert.Equal((Status.Ok, Status.Conflict), (winner.Status, loser.Status));
                Assert.Null(loser.Id);
                var opened = await ground.Manager.OpenAsync(winner.Id!.Value);
                Assert.Equal((Status.Ok, false), (opened.Status, opened.IsReadOnly));
                Assert.True((await ground.Manager.OpenAsync(trial.Id)).IsReadOnly);

                // Its scope was opened before the rotation, so it commits on either side of it.
                Assert.Equal((Status.Ok, (long?)1), (trial.Committed, opened.Session!.Data.GetInt64("kept")));
                await ground.Manager.EndAsync(trial.Key);
            });

        RealThreads.Race(scenario, Trials, Seed);

        await MustAddUpAsync(ground);
    }

    [Fact]
    [Trait("Invariant", "3")]
    public async Task RevokeSubject_AgainstAnotherThatExemptsTheSession_IsUndoneInNoTrial()
    {
        await using var ground = new ManagerGround();
        const string Subject = "ada";
        var scenario = Scenario.Of(async () =>
            {
                var created = await ground.Manager.CreateAsync(new NewSession { Subject = Subject });
                return new RevokeTrial(created.Session!.Key);
            })
            .Operation("all but this", async trial => trial.Exempted = (await ground.Manager.RevokeSubjectAsync(Subject, trial.Key)).Status)
            .Operation("all", async trial => Assert.Equal(Status.Ok, (await ground.Manager.RevokeSubjectAsync(Subject)).Status))
            .Check(async trial =>
            {
                // Whoever came first, the revocation that exempts nobody has been acknowledged.
                Assert.Contains(trial.Exempted, (Status[])[Status.Ok, Status.Invalid]);
                var read = await ground.Manager.GetAsync(trial.Key);
                Assert.Equal((Status.Ended, EndReason.Revoked), (read.Status, read.EndReason));
            });

        RealThreads.Race(scenario, Trials * 3, Seed);
    }

    private static async Task<Trial> BeginAsync(ManagerGround ground)
    {
        var id = await ground.CreateAsync();
        return new Trial(id, await ground.ScopeAsync(id), await ground.ScopeAsync(id), await ground.ScopeAsync(id));
    }

    private static async Task MustBeGoneAsync(ManagerGround ground, Trial trial, EndReason reason)
    {
        var read = await ground.Manager.GetAsync(trial.Key);
        Assert.Equal((Status.Ended, reason), (read.Status, read.EndReason));
        Assert.NotEqual(Status.Ok, (await ground.Manager.OpenAsync(trial.Id)).Status);
        if (trial.Rotated.Id is { } rotated) Assert.NotEqual(Status.Ok, (await ground.Manager.OpenAsync(rotated)).Status);
        Assert.Equal(Status.Ended, (await ground.Manager.UpdateAsync(trial.Key, changes => changes.Set("late", 2))).Status);
    }

    private static async Task MustAddUpAsync(ManagerGround ground)
    {
        var totals = await ground.Manager.GetStatisticsAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(totals);
        Assert.Equal((Trials, totals.ActiveActual), (totals.Created, totals.Active));
        Assert.Equal(totals.Created, totals.Active + totals.EndedTotal);
    }

    private sealed class RevokeTrial(SessionKey key)
    {
        public SessionKey Key => key;

        public Status Exempted { get; set; }
    }

    private sealed class Trial(SessionId id, SessionScope scope, SessionScope other, SessionScope third)
    {
        public SessionId Id => id;

        public SessionKey Key => id.Key;

        public SessionScope Scope => scope;

        public SessionScope Other => other;

        public SessionScope Third => third;

        public Status Committed { get; set; }

        public Status Touched { get; set; }

        public Status Looked { get; set; }

        public RegenerateResult Rotated { get; set; }

        public RegenerateResult RotatedToo { get; set; }
    }
}
