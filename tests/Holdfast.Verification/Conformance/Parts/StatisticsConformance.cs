namespace Holdfast.Verification;

/// <summary>Totals: exact at every instant, whoever else is at work.</summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public class StatisticsConformance<THarness> : StoreConformance<THarness>
    where THarness : StoreHarness, new()
{
    private long _created;

    [Fact]
    [Trait("Feature", "118")]
    public async Task Statistics_OfAnEmptyStore_AreZero()
    {
        var statistics = await Client.StatisticsAsync();

        Assert.Equal((0L, 0L, 0L, 0L), (statistics.Created, statistics.Active, statistics.ActiveActual, statistics.EndedTotal));
        Assert.Empty(statistics.Ended);
        Assert.Equal((0L, 0L, 0L), (statistics.PendingEnds, statistics.FailedEnds, statistics.DeadLetters));
    }

    [Fact]
    [Trait("Feature", "118")]
    [Trait("Invariant", "7")]
    [Trait("Defect", "B2")]
    public async Task Statistics_AfterEachKindOfEnd_AddUpByReason()
    {
        var sessions = new List<Holder>();
        for (var i = 0; i < 10; i++) sessions.Add(await Client.CreateAsync(changes => changes.SetSubject(i < 3 ? "ada" : "bob")));
        await Client.EndAsync(sessions[9].Key);
        await Client.EndAsync(sessions[8].Key, EndReason.Completed);
        await Client.EndAsync(sessions[8].Key, EndReason.Failed);
        await Client.RevokeAsync("ada");
        await AdvanceAsync(TimeSpan.FromMinutes(15));
        await Client.TouchAsync(sessions[7].Key);
        await AdvanceAsync(TimeSpan.FromMinutes(6));
        await Client.SweepAsync();

        var statistics = await Client.StatisticsAsync();

        Assert.Equal((10L, 1L, 1L), (statistics.Created, statistics.Active, statistics.ActiveActual));
        Assert.Equal(
            new Dictionary<EndReason, long> { [EndReason.LoggedOut] = 1, [EndReason.Completed] = 1, [EndReason.Revoked] = 3, [EndReason.IdleTimeout] = 4 },
            statistics.Ended);
    }

    [Fact]
    [Trait("Feature", "118")]
    [Trait("Invariant", "7")]
    public async Task Statistics_AfterTheRecordsAreGone_KeepTheTotals()
    {
        for (var i = 0; i < 5; i++) await Client.EndAsync((await Client.CreateAsync()).Key);
        await AdvanceAsync(Harness.Settings.EndedRetention + TimeSpan.FromSeconds(1));
        await Client.SweepAsync();

        var statistics = await Client.StatisticsAsync();

        Assert.Equal((5L, 0L, 0L, 5L), (statistics.Created, statistics.Active, statistics.ActiveActual, statistics.EndedTotal));
    }

    [Fact]
    [Trait("Feature", "118")]
    [Trait("Invariant", "7")]
    public async Task Statistics_AfterRefusals_AreUnchanged()
    {
        var session = await Client.CreateAsync(name: "cart-7");
        var before = await Client.StatisticsAsync();

        await Client.TryCreateAsync(session.Key);
        await Client.ApplyAsync(session.Key, changes => changes.Set("a", "x"), expected: Client.TokenOf(session, 9));
        await Client.EndAsync(session.Key, incarnation: session.Incarnation ^ 1);
        await Client.EndAsync(SessionKey.Issue());
        await Client.RevokeAsync("ada", session.Key);

        var after = await Client.StatisticsAsync();
        Assert.Equal((before.Created, before.Active, before.EndedTotal), (after.Created, after.Active, after.EndedTotal));
    }

    [Fact]
    [Trait("Feature", "118")]
    [Trait("Invariant", "7")]
    [Trait("Defect", "A4")]
    public async Task Statistics_SampledUnderLoad_AgreeInEverySample()
    {
        var done = new CancellationTokenSource();
        var working = Task.Run(async () =>
        {
            await Together.RunAsync(8, LoadAsync);
            await done.CancelAsync();
        });

        var samples = 0;
        long lastCreated = 0;
        long lastEnded = 0;
        do
        {
            var statistics = await Client.StatisticsAsync();
            AssertAddsUp(statistics);
            Assert.True(statistics.Created >= lastCreated && statistics.EndedTotal >= lastEnded, "A total went back.");
            (lastCreated, lastEnded) = (statistics.Created, statistics.EndedTotal);
            samples++;
        }
        while (!done.IsCancellationRequested);

        await working;
        AssertAddsUp(await Client.StatisticsAsync());
        Assert.True(samples > 0);
        Assert.Equal(_created, (await Client.StatisticsAsync()).Created);
    }

    private async Task LoadAsync(int worker)
    {
        for (var n = 0; n < 60; n++)
        {
            var subject = $"subject-{n % 7}";
            var key = SessionKey.Issue();

            // Refused when a revocation came between reading the clock and creating: the authentication is older then.
            var result = await Client.TryCreateAsync(key, first: changes => changes.SetSubject(subject));
            if (result.Status == Status.Ok) Interlocked.Increment(ref _created);
            if (n % 3 == 0) await Client.EndAsync(key);
            if (n % 11 == worker) await Client.RevokeAsync(subject);
            if (n % 4 == 0 && Harness.ClockStandsStill) await AdvanceAsync(TimeSpan.FromSeconds(30));
            if (n % 8 == 0) await Client.SweepAsync();
        }
    }

    private static void AssertAddsUp(SessionStatistics statistics)
    {
        Assert.Equal(statistics.Created, statistics.Active + statistics.EndedTotal);
        Assert.Equal(statistics.Active, statistics.ActiveActual);
        Assert.True(statistics.Active >= 0, "A negative count.");
    }
}
