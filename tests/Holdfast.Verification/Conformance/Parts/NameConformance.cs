namespace Holdfast.Verification;

/// <summary>Names may be used again after an end; each life of a name is an incarnation that its holders can tell from the others.</summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public class NameConformance<THarness> : StoreConformance<THarness>
    where THarness : StoreHarness, new()
{
    [Fact]
    [Trait("Feature", "2")]
    [Trait("Invariant", "3")]
    public async Task Create_NameThatHasEnded_IsANewIncarnationWithNothingOfTheOld()
    {
        var first = await Client.CreateAsync(changes => changes.Set("a", "old").AddTag("old").SetSubject("ada"), name: "cart-7");
        await Client.EndAsync(first.Key, EndReason.Completed);

        var second = await Client.CreateAsync(name: "cart-7");

        Assert.NotEqual(first.Incarnation, second.Incarnation);
        var session = await Client.ReadAsync(second.Key);
        Assert.Equal((1L, 0, null), (session.Version, session.Data.Count, session.Subject));
        Assert.Empty(session.Tags);
        var statistics = await Client.StatisticsAsync();
        Assert.Equal((2L, 1L, 1L), (statistics.Created, statistics.Active, statistics.EndedTotal));
    }

    [Fact]
    [Trait("Invariant", "3")]
    public async Task Holder_OfAnEarlierLife_IsToldHowThatOneEndedAndTouchesTheNewOneNot()
    {
        var first = await Client.CreateAsync(name: "cart-7");
        await Client.EndAsync(first.Key, EndReason.Completed);
        var second = await Client.CreateAsync(name: "cart-7");
        await AdvanceAsync(TimeSpan.FromMinutes(5));

        Expect.Ended(EndReason.Completed, await Client.LoadAsync(first.Key, first.Incarnation));
        Expect.Ended(EndReason.Completed, await Client.LoadAsync(first.Key, first.Incarnation, Client.TokenOf(first, 1)));
        Expect.Ended(EndReason.Completed, await Client.ApplyAsync(first.Key, changes => changes.Set("a", "late"), first.Incarnation));
        Expect.Ended(EndReason.Completed, await Client.TouchAsync(first.Key, first.Incarnation));
        Expect.Ended(EndReason.Completed, await Client.EndAsync(first.Key, incarnation: first.Incarnation));

        var session = await Client.ReadAsync(second.Key);
        Assert.Equal((second.Incarnation, 1L, 0), (session.Incarnation, session.Version, session.Data.Count));
        Assert.Equal(session.CreatedAt, session.LastActivityAt);
    }

    [Fact]
    [Trait("Invariant", "3")]
    [Trait("Invariant", "4")]
    public async Task Holder_OfALifeThatNeverWas_IsNotFound()
    {
        var session = await Client.CreateAsync(name: "cart-7");
        var other = session.Incarnation ^ 1;

        Expect.Is(Status.NotFound, await Client.LoadAsync(session.Key, other));
        Expect.Is(Status.NotFound, await Client.ApplyAsync(session.Key, changes => changes.Set("a", "x"), other));
        Expect.Is(Status.NotFound, await Client.TouchAsync(session.Key, other));
        Expect.Is(Status.NotFound, await Client.EndAsync(session.Key, incarnation: other));
        Expect.Ok(await Client.LoadAsync(session.Key, session.Incarnation));
    }

    [Fact]
    [Trait("Invariant", "3")]
    public async Task Holder_OfTheCurrentLife_IsServed()
    {
        var session = await Client.CreateAsync(name: "cart-7");

        Expect.Ok(await Client.LoadAsync(session.Key, session.Incarnation));
        Expect.Ok(await Client.ApplyAsync(session.Key, changes => changes.Set("a", "x"), session.Incarnation));
        Expect.Ok(await Client.TouchAsync(session.Key, session.Incarnation));
        Expect.Ok(await Client.EndAsync(session.Key, incarnation: session.Incarnation));
    }

    [Fact]
    [Trait("Invariant", "6")]
    public async Task Create_NameThatHasExpired_CommitsThatEndFirst()
    {
        var first = await Client.CreateAsync(name: "cart-7");
        await AdvanceAsync(StoreClient.Idle);

        var second = await Client.CreateAsync(name: "cart-7");

        Assert.NotEqual(first.Incarnation, second.Incarnation);
        Expect.Ended(EndReason.IdleTimeout, await Client.LoadAsync(first.Key, first.Incarnation));
        var statistics = await Client.StatisticsAsync();
        Assert.Equal((2L, 1L, 1L), (statistics.Created, statistics.Active, statistics.Ended[EndReason.IdleTimeout]));
    }

    [Fact]
    [Trait("Feature", "2")]
    public async Task Create_OneNameOverAndOver_LooksUpTheNewestEachTime()
    {
        var incarnations = new HashSet<ulong>();
        for (var life = 1; life <= 30; life++)
        {
            var made = life;
            var session = await Client.CreateAsync(changes => changes.Set("life", made), name: "busy");

            Assert.True(incarnations.Add(session.Incarnation));
            Assert.Equal(life, (await Client.ReadAsync(session.Key)).Data.GetInt64("life"));
            Expect.Ok(await Client.EndAsync(session.Key));
        }

        var statistics = await Client.StatisticsAsync();
        Assert.Equal((30L, 0L, 30L), (statistics.Created, statistics.Active, statistics.EndedTotal));
    }

    [Theory]
    [InlineData("a", "A")]
    [InlineData("cart-1", "cart_1")]
    [InlineData("0123456789012345678901", "0123456789012345678902")]
    [Trait("Invariant", "4")]
    public async Task Create_NamesThatLookAlike_AreDifferentSessions(string one, string other)
    {
        var first = await Client.CreateAsync(changes => changes.Set("which", one), name: one);
        var second = await Client.CreateAsync(changes => changes.Set("which", other), name: other);

        Assert.Equal(one, (await Client.ReadAsync(first.Key)).Data.GetString("which"));
        Assert.Equal(other, (await Client.ReadAsync(second.Key)).Data.GetString("which"));
    }

    [Fact]
    [Trait("Invariant", "4")]
    public async Task Create_NameThatReadsLikeAnIssuedKey_IsAnotherSession()
    {
        var issued = await Client.CreateAsync(changes => changes.Set("which", "issued"));
        var named = await Client.CreateAsync(changes => changes.Set("which", "named"), name: issued.Key.ToString());

        Assert.Equal("issued", (await Client.ReadAsync(issued.Key)).Data.GetString("which"));
        Assert.Equal("named", (await Client.ReadAsync(named.Key)).Data.GetString("which"));
    }

    [Fact]
    [Trait("Feature", "21")]
    public async Task Regenerate_ANamedSession_GivesItItsFirstSecret()
    {
        var named = await Client.CreateAsync(name: "cart-7");

        var holder = await Client.RegenerateAsync(named);

        Expect.Ok(await Client.OpenAsync(holder.Secret));
        Expect.Is(Status.NotFound, await Client.OpenAsync(SessionId.Issue(named.Key)));
    }
}
