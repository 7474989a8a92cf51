namespace Holdfast.Verification;

/// <summary>Ended records: kept for their retention, so that a late request is told why, and bounded in number.</summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public class EndedRecordConformance<THarness> : StoreConformance<THarness>
    where THarness : StoreHarness, new()
{
    [Theory]
    [InlineData(EndReason.LoggedOut)]
    [InlineData(EndReason.Failed)]
    [Trait("Feature", "24")]
    [Trait("Invariant", "3")]
    public async Task Record_WithinItsRetention_AnswersEndedWhateverIsSwept(EndReason reason)
    {
        var session = await Client.CreateAsync();
        await Client.EndAsync(session.Key, reason);
        await AdvanceAsync(Harness.Settings.EndedRetention - TimeSpan.FromSeconds(1));
        await Client.SweepAsync();

        Expect.Ended(reason, await Client.LoadAsync(session.Key));
        Expect.Ended(reason, await Client.OpenAsync(session.Secret));
    }

    [Fact]
    [Trait("Feature", "19")]
    [Trait("Invariant", "7")]
    [Trait("Invariant", "10")]
    public async Task Record_PastItsRetention_IsGoneWithTheSweepAndEverythingAnswersNotFound()
    {
        var session = await Client.CreateAsync(changes => changes.SetSubject("ada"));
        var scope = await Client.HoldAsync(session.Secret);
        await Client.EndAsync(session.Key);
        await AdvanceAsync(Harness.Settings.EndedRetention + TimeSpan.FromSeconds(1));

        Assert.True(await Client.SweepAsync() > 0);

        Expect.Is(Status.NotFound, await Client.LoadAsync(session.Key));
        Expect.Is(Status.NotFound, await Client.OpenAsync(session.Secret));
        Expect.Is(Status.NotFound, await Client.TouchAsync(session.Secret));
        Expect.Is(Status.NotFound, await Client.CommitAsync(scope, changes => changes.Set("a", "x")));
        Expect.Is(Status.NotFound, await Client.EndAsync(session.Key));
        Assert.Equal(0, await Client.SweepAsync());
    }

    [Fact]
    [Trait("Feature", "24")]
    [Trait("Invariant", "6")]
    public async Task Record_OfAnExpiredSession_IsKeptFromItsEndOn()
    {
        var session = await Client.CreateAsync();
        await AdvanceAsync(StoreClient.Idle + Harness.Settings.EndedRetention + TimeSpan.FromHours(1));

        await Client.SweepAsync();

        Expect.Ended(EndReason.IdleTimeout, await Client.LoadAsync(session.Key));
    }

    [Fact]
    [Trait("Invariant", "3")]
    public async Task Record_OfAnEarlierLife_GoesWithoutTheLivingOne()
    {
        var first = await Client.CreateAsync(name: "cart-7", idle: TimeSpan.FromHours(5));
        await Client.EndAsync(first.Key);
        var second = await Client.CreateAsync(changes => changes.Set("a", "x"), name: "cart-7", idle: TimeSpan.FromHours(5));
        await AdvanceAsync(Harness.Settings.EndedRetention + TimeSpan.FromSeconds(1));

        await Client.SweepAsync();

        Expect.Is(Status.NotFound, await Client.LoadAsync(first.Key, first.Incarnation));
        Assert.Equal("x", (await Client.ReadAsync(second.Key)).Data.GetString("a"));
    }

    [Fact]
    [Trait("Invariant", "10")]
    public async Task Records_OfABusyName_AreBoundedAndTheNewestAreKept()
    {
        var lives = new List<Holder>();
        for (var life = 0; life < 40; life++)
        {
            lives.Add(await Client.CreateAsync(name: "busy"));
            await Client.EndAsync(lives[^1].Key, EndReason.Completed);
        }

        var living = await Client.CreateAsync(name: "busy");

        // The last one is still known for sure; how many before it is the store's affair, but not all for ever.
        Expect.Ended(EndReason.Completed, await Client.LoadAsync(living.Key, lives[^1].Incarnation));
        Expect.Is(Status.NotFound, await Client.LoadAsync(living.Key, lives[0].Incarnation));
        Expect.Ok(await Client.LoadAsync(living.Key));
    }

    [Fact]
    [Trait("Invariant", "7")]
    [Trait("Feature", "19")]
    public async Task Sweep_AfterTheRecordsOfABusyNameWentEarly_TouchesNobodyElse()
    {
        for (var life = 0; life < 200; life++)
        {
            var session = await Client.CreateAsync(name: "busy");
            await Client.EndAsync(session.Key);
        }

        await AdvanceAsync(Harness.Settings.EndedRetention + TimeSpan.FromSeconds(1));
        var others = new List<Holder>();
        for (var i = 0; i < 300; i++) others.Add(await Client.CreateAsync());
        await Client.SweepAsync();

        foreach (var other in others) Expect.Ok(await Client.OpenAsync(other.Secret));
        Assert.Equal((300L, 300L), ((await Client.StatisticsAsync()).Active, (await Client.StatisticsAsync()).ActiveActual));
    }
}
