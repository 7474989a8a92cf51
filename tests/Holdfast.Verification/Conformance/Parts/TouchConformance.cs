namespace Holdfast.Verification;

/// <summary>Touching: the idle deadline moves forward by maximum, never past the absolute one, and nothing else moves.</summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public class TouchConformance<THarness> : StoreConformance<THarness>
    where THarness : StoreHarness, new()
{
    [Fact]
    [Trait("Feature", "34")]
    [Trait("Feature", "30")]
    public async Task Touch_ALiveSession_ExtendsItToTheFullIdleTimeoutAndRaisesNoVersion()
    {
        NeedsClockThatStandsStill();
        var created = await Client.CreateAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(19));

        Expect.Ok(await Client.TouchAsync(created.Key));

        var session = await Client.ReadAsync(created.Key);
        Assert.Equal(Harness.Now + StoreClient.Idle, session.ExpiresAt);
        Assert.Equal((1L, 0L), (session.Version, session.AccessCount));
    }

    [Fact]
    [Trait("Feature", "34")]
    [Trait("Defect", "C")]
    public async Task Touch_WithoutAnySweep_KeepsTheSessionAlive()
    {
        var created = await Client.CreateAsync();
        for (var i = 0; i < 10; i++)
        {
            await AdvanceAsync(TimeSpan.FromMinutes(15));
            Expect.Ok(await Client.TouchAsync(created.Secret));
        }

        Expect.Ok(await Client.LoadAsync(created.Key));
    }

    [Fact]
    [Trait("Feature", "32")]
    [Trait("Invariant", "6")]
    public async Task Touch_AgainAndAgain_NeverPassesTheAbsoluteDeadline()
    {
        var created = await Client.CreateAsync(idle: TimeSpan.FromMinutes(20), absolute: TimeSpan.FromHours(1));
        for (var minutes = 10; minutes < 60; minutes += 10)
        {
            await AdvanceAsync(TimeSpan.FromMinutes(10));
            Expect.Ok(await Client.TouchAsync(created.Key));
        }

        var session = await Client.ReadAsync(created.Key);
        Assert.Equal(session.CreatedAt + TimeSpan.FromHours(1), session.ExpiresAt);
        await AdvanceAsync(TimeSpan.FromMinutes(10));
        Expect.Ended(EndReason.AbsoluteTimeout, await Client.TouchAsync(created.Key));
    }

    [Fact]
    [Trait("Feature", "34")]
    public async Task Touch_KeyNeverIssued_IsNotFound() => Expect.Is(Status.NotFound, await Client.TouchAsync(SessionKey.Issue()));

    [Fact]
    [Trait("Feature", "20")]
    [Trait("Invariant", "3")]
    public async Task Touch_AnEndedSession_IsEndedAndRevivesNothing()
    {
        var created = await Client.CreateAsync();
        await Client.EndAsync(created.Key, EndReason.Completed);

        Expect.Ended(EndReason.Completed, await Client.TouchAsync(created.Key));
        Expect.Ended(EndReason.Completed, await Client.TouchAsync(created.Secret));
        Expect.Ended(EndReason.Completed, await Client.LoadAsync(created.Key));
        Assert.Equal(0, (await Client.StatisticsAsync()).Active);
    }

    [Fact]
    [Trait("Invariant", "4")]
    public async Task Touch_WrongSecret_IsNotFoundAndMovesNothing()
    {
        var created = await Client.CreateAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(5));

        Expect.Is(Status.NotFound, await Client.TouchAsync(SessionId.Issue(created.Key)));

        var session = await Client.ReadAsync(created.Key);
        Assert.Equal(session.CreatedAt, session.LastActivityAt);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [Trait("Invariant", "3")]
    public async Task Touch_SupersededSecret_IsRefusedAndMovesNothing(int graceMinutes)
    {
        var created = await Client.CreateAsync();
        await Client.RegenerateAsync(created, TimeSpan.FromMinutes(graceMinutes));
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        Expect.Superseded(await Client.TouchAsync(created.Secret));
        Expect.Superseded(await Client.TouchAsync(created.Key, generation: created.Generation));

        var session = await Client.ReadAsync(created.Key);
        Assert.Equal(session.CreatedAt, session.LastActivityAt);
    }

    [Fact]
    [Trait("Feature", "33")]
    [Trait("Invariant", "6")]
    public async Task Touch_ManyAtOnceWhileTimePasses_LeavesTheLatest()
    {
        NeedsClockThatStandsStill();
        var created = await Client.CreateAsync();

        await Together.RunAsync(8, async i =>
        {
            for (var n = 0; n < 50; n++)
            {
                if (i == 0) await AdvanceAsync(TimeSpan.FromSeconds(1));
                Expect.Ok(await Client.TouchAsync(created.Key));
            }
        });

        Expect.Ok(await Client.TouchAsync(created.Key));
        Assert.Equal(Harness.Now, (await Client.ReadAsync(created.Key)).LastActivityAt);
    }
}
