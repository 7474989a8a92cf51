using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>Reading: by key, by secret, as an inspection or as a use, or only if there is something newer.</summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public class LoadConformance<THarness> : StoreConformance<THarness>
    where THarness : StoreHarness, new()
{
    [Fact]
    [Trait("Feature", "9")]
    public async Task Load_ByKey_AnswersTheWholeSession()
    {
        var created = await Client.CreateAsync(changes => changes.Set("a", "x").SetSubject("ada").AddTag("t"));

        var result = await Client.LoadAsync(created.Key);

        Expect.Ok(result);
        var session = StoreClient.View(result);
        Assert.Equal((created.Key, created.Incarnation), (session.Key, session.Incarnation));
        Assert.Equal(("x", "ada"), (session.Data.GetString("a"), session.Subject));
        Assert.Contains("t", session.Tags);
        Assert.False(result.NotModified);
    }

    [Fact]
    [Trait("Feature", "9")]
    [Trait("Invariant", "1")]
    [Trait("Invariant", "5")]
    public async Task Load_AfterEveryAcknowledgedChange_SeesIt()
    {
        var created = await Client.CreateAsync();

        for (var n = 1; n <= 10; n++)
        {
            Expect.Ok(await Client.ApplyAsync(created.Key, changes => changes.Set("n", n)));
            Assert.Equal(n, StoreClient.View(await Client.LoadAsync(created.Key)).Data.GetInt64("n"));
            Assert.Equal(n, StoreClient.View(await Client.OpenAsync(created.Secret)).Data.GetInt64("n"));
        }
    }

    [Fact]
    [Trait("Feature", "33")]
    public async Task Load_AsInspection_IsNoUse()
    {
        var created = await Client.CreateAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(5));

        await Client.LoadAsync(created.Key);
        await Client.OpenAsync(created.Secret, passive: true);

        var session = await Client.ReadAsync(created.Key);
        Assert.Equal(session.CreatedAt, session.LastActivityAt);
    }

    [Fact]
    [Trait("Feature", "33")]
    public async Task Load_AsUse_MovesTheIdleDeadlineAndNoVersion()
    {
        var created = await Client.CreateAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(5));

        var result = await Client.OpenAsync(created.Secret);

        var session = StoreClient.View(result);
        Assert.True(session.LastActivityAt >= session.CreatedAt + TimeSpan.FromMinutes(5));
        Assert.Equal((1L, 0L), (session.Version, session.AccessCount));
        Assert.Equal(session.LastActivityAt, (await Client.ReadAsync(created.Key)).LastActivityAt);
    }

    [Fact]
    [Trait("Feature", "33")]
    public async Task Load_AsUseByKey_MovesTheIdleDeadline()
    {
        var created = await Client.CreateAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(5));

        await Client.UseAsync(created.Key);

        var session = await Client.ReadAsync(created.Key);
        Assert.True(session.LastActivityAt >= session.CreatedAt + TimeSpan.FromMinutes(5));
    }

    [Fact]
    [Trait("Invariant", "4")]
    public async Task Load_WrongSecret_IsNotFoundAndNoUse()
    {
        var created = await Client.CreateAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(5));

        var result = await Client.OpenAsync(SessionId.Issue(created.Key));

        Expect.Is(Status.NotFound, result);
        Assert.True(result.Image.IsNone);
        var session = await Client.ReadAsync(created.Key);
        Assert.Equal(session.CreatedAt, session.LastActivityAt);
    }

    [Fact]
    [Trait("Invariant", "4")]
    public async Task Load_WrongSecretOfAnEndedSession_IsNotFound()
    {
        var created = await Client.CreateAsync();
        await Client.EndAsync(created.Key);

        var wrong = await Client.OpenAsync(SessionId.Issue(created.Key));

        Expect.Is(Status.NotFound, wrong);
        Assert.True(wrong.Image.IsNone);
        Expect.Ended(EndReason.LoggedOut, await Client.OpenAsync(created.Secret));
    }

    [Fact]
    [Trait("Invariant", "4")]
    public async Task Load_AnotherSessionsSecret_IsNotFound()
    {
        var mine = await Client.CreateAsync();
        var theirs = await Client.CreateAsync();

        Assert.True(SessionId.TryParse($"{theirs.Key}.{mine.Secret.Reveal().Split('.')[1]}", out var mixed));
        Expect.Is(Status.NotFound, await Client.OpenAsync(mixed));
    }

    [Fact]
    [Trait("Invariant", "4")]
    public async Task Load_NamedSessionWithoutASecret_OpensWithNone()
    {
        var named = await Client.CreateAsync(name: "cart-7");

        Expect.Is(Status.NotFound, await Client.OpenAsync(SessionId.Issue(named.Key)));
        Expect.Is(
            Status.NotFound,
            await Store.LoadAsync(new LoadCommand { Key = named.Key, CheckSecret = true }, TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("Feature", "16")]
    [Trait("Invariant", "2")]
    public async Task Load_KnownVersionCurrent_AnswersNotModifiedWithTheCurrentTimes()
    {
        var created = await Client.CreateAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(3));
        var touched = await Client.TouchAsync(created.Key);

        var result = await Client.LoadAsync(created.Key, created.Incarnation, Client.TokenOf(created, 1));

        Expect.Ok(result);
        Assert.True(result.NotModified);
        Assert.True(result.Image.IsNone);
        Assert.Equal(touched.LastActivity, result.LastActivity);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(long.MaxValue)]
    [Trait("Feature", "16")]
    [Trait("Invariant", "2")]
    [Trait("Defect", "A2")]
    public async Task Load_KnownVersionNotCurrent_AnswersTheImage(long known)
    {
        var created = await Client.CreateAsync();
        Expect.Ok(await Client.ApplyAsync(created.Key, changes => changes.Set("a", "x")));

        var result = await Client.LoadAsync(created.Key, created.Incarnation, Client.TokenOf(created, known));

        Expect.Ok(result);
        Assert.False(result.NotModified);
        Assert.Equal(2, result.Image.Version);
    }

    [Fact]
    [Trait("Feature", "16")]
    [Trait("Invariant", "2")]
    public async Task Load_KnownStateOfAnotherEpochOrLife_AnswersTheImage()
    {
        var first = await Client.CreateAsync(name: "cart-7");
        await Client.EndAsync(first.Key);
        var second = await Client.CreateAsync(name: "cart-7");
        var token = Client.TokenOf(second, 1);

        foreach (var other in (SessionToken[])[Client.TokenOf(first, 1), token with { Epoch = token.Epoch ^ 1 }])
        {
            var result = await Client.LoadAsync(second.Key, known: other);
            Expect.Ok(result);
            Assert.False(result.NotModified);
            Assert.Equal(second.Incarnation, result.Image.Incarnation);
        }

        Assert.True((await Client.LoadAsync(second.Key, known: token)).NotModified);
    }

    [Fact]
    [Trait("Feature", "16")]
    [Trait("Invariant", "3")]
    public async Task Load_KnownVersionOfAnEndedSession_IsEnded()
    {
        var created = await Client.CreateAsync();
        await Client.EndAsync(created.Key);

        Expect.Ended(EndReason.LoggedOut, await Client.LoadAsync(created.Key, created.Incarnation, Client.TokenOf(created, 1)));
        Expect.Ended(EndReason.LoggedOut, await Client.LoadAsync(created.Key, created.Incarnation, Client.TokenOf(created, 2)));
    }

    [Fact]
    [Trait("Feature", "9")]
    [Trait("Invariant", "11")]
    public async Task Load_WhileTheSessionChanges_KeepsAnImageThatWasHandedOutAsItWas()
    {
        var created = await Client.CreateAsync(changes => changes.Set("a", "before").Set("n", 1));
        var before = await Client.LoadAsync(created.Key);
        var copy = Expect.StateOf(before.Image);

        await Client.ApplyAsync(created.Key, changes => changes.Set("a", "after").Increment("n"));
        await Client.EndAsync(created.Key);

        Assert.Equal(copy, Expect.StateOf(before.Image));
        Assert.Equal("before", StoreClient.View(before).Data.GetString("a"));
    }

    [Fact]
    [Trait("Feature", "16")]
    [Trait("Invariant", "2")]
    [Trait("Invariant", "4")]
    public async Task Load_KnownStateOfAFormerIncarnation_AnswersTheNewImage()
    {
        var key = SessionKey.FromName("again");
        var first = await Client.CreateAsync(name: "again");
        var known = new SessionToken(Store.Epoch, first.Incarnation, first.Seen.Version);
        await Client.EndAsync(key);
        var second = await Client.CreateAsync(name: "again");

        var result = await Store.LoadAsync(new LoadCommand { Key = key, Known = known }, TestContext.Current.CancellationToken);

        Expect.Ok(result);
        Assert.False(result.NotModified);
        Assert.Equal(second.Incarnation, result.Image.Incarnation);
    }
}
