namespace Holdfast.Verification;

/// <summary>Tidying: ends what is due, however much lives, and never what was used meanwhile.</summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public class SweepConformance<THarness> : StoreConformance<THarness>
    where THarness : StoreHarness, new()
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Feature", "38")]
    [Trait("Defect", "B4")]
    public async Task Sweep_FewDueOfMany_HandlesThoseAlone()
    {
        for (var i = 0; i < 2000; i++) await Client.CreateAsync(idle: Long);
        for (var i = 0; i < 10; i++) await Client.CreateAsync(idle: TimeSpan.FromSeconds(30));
        await AdvanceAsync(TimeSpan.FromSeconds(40));

        var outcome = await Store.ExpireDueAsync(100_000, Token);

        Assert.Equal((Status.Ok, 10, false), (outcome.Status, outcome.Handled, outcome.MayHaveMore));
        Assert.Equal(10, (await Client.StatisticsAsync()).Ended[EndReason.IdleTimeout]);
    }

    [Fact]
    [Trait("Feature", "38")]
    public async Task Sweep_NothingDue_HandlesNothing()
    {
        for (var i = 0; i < 500; i++) await Client.CreateAsync();
        await AdvanceAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(0, (await Store.ExpireDueAsync(1000, Token)).Handled);
    }

    [Fact]
    [Trait("Feature", "38")]
    [Trait("Invariant", "10")]
    public async Task Sweep_WithALimit_StopsThereAndSaysWhenNothingIsLeft()
    {
        for (var i = 0; i < 300; i++) await Client.CreateAsync();
        await AdvanceAsync(StoreClient.Idle + TimeSpan.FromSeconds(1));

        var first = await Store.ExpireDueAsync(50, Token);

        Assert.InRange(first.Handled, 50, 100);
        Assert.True(first.MayHaveMore);
        Assert.Equal(first.Handled, (await Client.StatisticsAsync()).EndedTotal);
        await Client.SweepAsync(50);
        Assert.Equal(300, (await Client.StatisticsAsync()).EndedTotal);
        Assert.Equal(0, (await Store.ExpireDueAsync(50, Token)).Handled);
    }

    [Fact]
    [Trait("Feature", "39")]
    [Trait("Invariant", "6")]
    public async Task Sweep_SessionsUsedMeanwhile_EndsNoneOfThem()
    {
        var used = new List<Holder>();
        for (var i = 0; i < 100; i++) used.Add(await Client.CreateAsync());
        for (var i = 0; i < 100; i++) await Client.CreateAsync();
        for (var step = 0; step < 6; step++)
        {
            await AdvanceAsync(TimeSpan.FromMinutes(15));
            foreach (var session in used) Expect.Ok(await Client.TouchAsync(session.Key));
            await Client.SweepAsync();
        }

        var statistics = await Client.StatisticsAsync();
        Assert.Equal((100L, 100L), (statistics.Active, statistics.Ended[EndReason.IdleTimeout]));
        foreach (var session in used) Expect.Ok(await Client.LoadAsync(session.Key));
    }

    [Fact]
    [Trait("Feature", "38")]
    [Trait("Feature", "39")]
    public async Task Sweep_SessionUsedAllTheTime_IsLookedAtAboutOncePerTimeout()
    {
        var session = await Client.CreateAsync(idle: TimeSpan.FromMinutes(10), absolute: Long);
        var handled = 0;
        for (var second = 0; second < 3600; second += 10)
        {
            await AdvanceAsync(TimeSpan.FromSeconds(10));
            Expect.Ok(await Client.TouchAsync(session.Key));
            handled += (await Store.ExpireDueAsync(1000, Token)).Handled;
        }

        // Six timeouts long; a few looks for each, not one for every use or every sweep.
        Assert.InRange(handled, 0, 30);
        Expect.Ok(await Client.LoadAsync(session.Key));
    }

    [Fact]
    [Trait("Feature", "32")]
    public async Task Sweep_SessionUsedUntilItsAbsoluteDeadline_EndsItThen()
    {
        var session = await Client.CreateAsync(idle: TimeSpan.FromMinutes(10), absolute: TimeSpan.FromMinutes(30));
        for (var minutes = 0; minutes < 30; minutes += 5)
        {
            Expect.Ok(await Client.TouchAsync(session.Key));
            await AdvanceAsync(TimeSpan.FromMinutes(5));
        }

        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await Client.SweepAsync();

        Assert.Equal(1, (await Client.StatisticsAsync()).Ended[EndReason.AbsoluteTimeout]);
    }

    [Fact]
    [Trait("Feature", "31")]
    public async Task Sweep_AfterALongPause_EndsEverythingThatIsDue()
    {
        for (var minutes = 1; minutes <= 200; minutes++)
            await Client.CreateAsync(idle: TimeSpan.FromMinutes(minutes), absolute: TimeSpan.FromDays(300));
        var living = await Client.CreateAsync(idle: TimeSpan.FromDays(300), absolute: TimeSpan.FromDays(300));
        await AdvanceAsync(TimeSpan.FromDays(40));

        await Client.SweepAsync();

        Assert.Equal((1L, 200L), ((await Client.StatisticsAsync()).Active, (await Client.StatisticsAsync()).EndedTotal));
        Expect.Ok(await Client.LoadAsync(living.Key));
    }

    [Fact]
    [Trait("Feature", "13")]
    public async Task Sweep_RacingUseAtTheDeadline_LeavesEachSessionAliveOrEndedNeverBoth()
    {
        NeedsClockThatStandsStill();
        for (var round = 0; round < 10; round++)
        {
            var sessions = new List<Holder>();
            for (var i = 0; i < 8; i++) sessions.Add(await Client.CreateAsync());
            await AdvanceAsync(StoreClient.Idle - TimeSpan.FromTicks(1));

            var touched = await Together.RunAsync(9, async i =>
            {
                if (i < 8) return await Client.TouchAsync(sessions[i].Key);
                await AdvanceAsync(TimeSpan.FromSeconds(2));
                await Client.SweepAsync();
                return default;
            });

            for (var i = 0; i < 8; i++)
            {
                Expect.Is(touched[i].Status == Status.Ok ? Status.Ok : Status.Ended, await Client.LoadAsync(sessions[i].Key));
                await Client.EndAsync(sessions[i].Key);
            }
        }
    }
}
