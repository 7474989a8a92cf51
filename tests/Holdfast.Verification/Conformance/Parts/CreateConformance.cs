using Holdfast.Operations;
using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>Creating: only it brings a session into being, at version 1, and of several creators one wins.</summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public class CreateConformance<THarness> : StoreConformance<THarness>
    where THarness : StoreHarness, new()
{
    [Fact]
    [Trait("Feature", "1")]
    public async Task Create_WithSubject_ReadsBackAuthenticatedAndUnused()
    {
        var created = await Client.CreateAsync(changes => changes.SetSubject("ada", displayName: "Ada L."));

        var session = await Client.ReadAsync(created.Key);

        Assert.Equal(("ada", "Ada L.", true), (session.Subject, session.DisplayName, session.IsAuthenticated));
        Assert.Equal((1L, 0L, 0), (session.Version, session.AccessCount, session.Data.Count));
        Assert.Equal(session.CreatedAt, session.AuthenticatedAt);
        Assert.Equal(session.CreatedAt, session.LastActivityAt);
        Assert.Equal(SessionState.Active, session.State);
    }

    [Fact]
    [Trait("Feature", "1")]
    public async Task Create_WithNothing_IsVersionOne()
    {
        var created = await Client.CreateAsync();

        var session = await Client.ReadAsync(created.Key);

        Assert.Equal(1, session.Version);
        Assert.Null(session.Subject);
        Assert.Empty(session.Tags);
        Assert.NotEqual(0ul, session.Incarnation);
    }

    [Fact]
    [Trait("Feature", "71")]
    public async Task Create_WithData_IsOneChangeSetOfVersionOne()
    {
        var created = await Client.CreateAsync(changes => changes.Set("a", "x").Set("n", 7).AddTag("new"));

        var session = await Client.ReadAsync(created.Key);

        Assert.Equal(1, session.Version);
        Assert.Equal(("x", 7L), (session.Data.GetString("a"), session.Data.GetInt64("n")));
        Assert.Equal((1L, 1L), (session.Data.GetVersion("a"), session.Data.GetVersion("n")));
        Assert.Equal(["new"], session.Tags);
    }

    [Fact]
    [Trait("Feature", "10")]
    public async Task Create_CountingAnAccess_CountsOneOnlyWithUserData()
    {
        var plain = await Client.CreateAsync(countAccess: true);
        var used = await Client.CreateAsync(changes => changes.Set("a", "x"), countAccess: true);

        Assert.Equal(0, (await Client.ReadAsync(plain.Key)).AccessCount);
        Assert.Equal(1, (await Client.ReadAsync(used.Key)).AccessCount);
    }

    [Fact]
    [Trait("Feature", "2")]
    public async Task Create_NameInUse_AnswersTheLiveSessionAndUsesItNot()
    {
        var first = await Client.CreateAsync(changes => changes.Set("a", "mine"), name: "cart-7");
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        var second = await Client.TryCreateAsync(first.Key, first: changes => changes.Set("a", "theirs"));

        Expect.Is(Status.AlreadyExists, second);
        Assert.Equal(first.Incarnation, second.Image.Incarnation);
        var session = await Client.ReadAsync(first.Key);
        Assert.Equal(("mine", 1L), (session.Data.GetString("a"), session.Version));
        Assert.Equal(session.CreatedAt, session.LastActivityAt);
        Assert.Equal((1L, 1L), await CountsAsync());
    }

    [Fact]
    [Trait("Feature", "2")]
    [Trait("Invariant", "5")]
    public async Task Create_ManyAtOnceOfOneName_ExactlyOneWins()
    {
        for (var round = 0; round < 20; round++)
        {
            var key = SessionKey.FromName($"race-{round}");

            var results = await Together.RunAsync(
                16, async i => await Client.TryCreateAsync(key, first: changes => changes.Set("by", i)));

            var winner = Assert.Single(results, result => result.Status == Status.Ok);
            Assert.All(results, result => Assert.Equal(winner.Image.Incarnation, result.Image.Incarnation));
            Assert.Equal(15, results.Count(result => result.Status == Status.AlreadyExists));
        }

        Assert.Equal((20L, 20L), await CountsAsync());
    }

    [Fact]
    [Trait("Feature", "3")]
    public async Task GetOrCreate_NameInUse_UsesTheLiveSessionInTheSameStep()
    {
        var first = await Client.CreateAsync(changes => changes.Set("a", "mine"), name: "cart-7");
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        var got = await Client.TryCreateAsync(first.Key, first: changes => changes.Set("a", "theirs"), useExisting: true);

        Expect.Ok(got);
        Assert.Equal(first.Incarnation, got.Image.Incarnation);
        var session = await Client.ReadAsync(first.Key);
        Assert.Equal(("mine", 1L, 0L), (session.Data.GetString("a"), session.Version, session.AccessCount));
        Assert.True(session.LastActivityAt >= session.CreatedAt + TimeSpan.FromMinutes(1));
        Assert.Equal((1L, 1L), await CountsAsync());
    }

    [Fact]
    [Trait("Feature", "3")]
    [Trait("Invariant", "5")]
    public async Task GetOrCreate_ManyAtOnceOfOneName_AllGetTheSameSession()
    {
        for (var round = 0; round < 20; round++)
        {
            var key = SessionKey.FromName($"shared-{round}");

            var results = await Together.RunAsync(16, async _ => await Client.TryCreateAsync(key, useExisting: true));

            Assert.All(results, result => Expect.Ok(result));
            Assert.Single(results.Select(result => result.Image.Incarnation).Distinct());
        }

        Assert.Equal((20L, 20L), await CountsAsync());
    }

    [Fact]
    [Trait("Feature", "3")]
    [Trait("Invariant", "5")]
    public async Task GetOrCreate_RacingEnds_AlwaysGetsALiveSession()
    {
        var key = SessionKey.FromName("busy");

        var results = await Together.RunAsync(6, async i =>
        {
            var mine = new List<StoreResult>();
            for (var n = 0; n < 30; n++)
            {
                if (i % 2 == 0) mine.Add(await Client.TryCreateAsync(key, useExisting: true));
                else await Client.EndAsync(key);
            }

            return mine;
        });

        Assert.All(results.SelectMany(mine => mine), result =>
        {
            Expect.Ok(result);
            Assert.Equal(SessionState.Active, StoreClient.View(result).State);
        });
    }

    [Fact]
    [Trait("Feature", "2")]
    [Trait("Invariant", "4")]
    public async Task Create_IssuedKeyInUse_IsRefusedAndChangesNothing()
    {
        var first = await Client.CreateAsync(changes => changes.Set("a", "mine"));

        var second = await Client.TryCreateAsync(first.Key, SessionId.Issue(first.Key), changes => changes.Set("a", "theirs"));

        Assert.Equal(Status.AlreadyExists, second.Status);
        Expect.Ok(await Client.OpenAsync(first.Secret));
        Assert.Equal("mine", (await Client.ReadAsync(first.Key)).Data.GetString("a"));
    }

    [Fact]
    [Trait("Invariant", "8")]
    public async Task Create_OverALimit_LeavesNothingBehind()
    {
        var key = SessionKey.FromName("too-much");

        var refused = await Client.TryCreateAsync(key, first: changes =>
        {
            for (var i = 0; i <= Harness.Settings.Limits.MaxTags; i++) changes.AddTag($"tag-{i}");
        });

        Expect.Refused(Status.Limited, Refusal.TooManyTags, refused);
        Expect.Is(Status.NotFound, await Client.LoadAsync(key));
        Assert.Equal((0L, 0L), await CountsAsync());
    }

    [Fact]
    [Trait("Invariant", "7")]
    public async Task Create_AuthenticatedLongerAgoThanTheAbsoluteTimeout_IsRefusedAndLeavesNothingBehind()
    {
        var key = SessionKey.FromName("late");

        var refused = await Client.TryCreateAsync(
            key, first: changes => changes.SetSubject("ada", Harness.Now - TimeSpan.FromHours(2)), absolute: TimeSpan.FromHours(1));

        Expect.Refused(Status.Invalid, Refusal.AuthenticationTooOld, refused);
        Expect.Is(Status.NotFound, await Client.LoadAsync(key));
        Assert.Equal((0L, 0L), await CountsAsync());
    }

    [Fact]
    [Trait("Invariant", "6")]
    public async Task Create_AuthenticatedEarlier_CountsTheAbsoluteTimeoutFromThere()
    {
        var at = Harness.Now - TimeSpan.FromMinutes(30);
        var created = await Client.CreateAsync(
            changes => changes.SetSubject("ada", at), idle: TimeSpan.FromHours(1), absolute: TimeSpan.FromHours(1));

        var session = await Client.ReadAsync(created.Key);

        Assert.Equal(at, session.AuthenticatedAt);
        Assert.Equal(at + TimeSpan.FromHours(1), session.ExpiresAt);
    }

    [Fact]
    [Trait("Invariant", "6")]
    public async Task Create_AuthenticatedInTheFuture_CountsAsNow()
    {
        var created = await Client.CreateAsync(changes => changes.SetSubject("ada", Harness.Now + TimeSpan.FromHours(5)), absolute: TimeSpan.FromHours(1));

        var session = await Client.ReadAsync(created.Key);

        Assert.Equal(session.CreatedAt, session.AuthenticatedAt);
    }

    [Fact]
    [Trait("Invariant", "4")]
    public async Task Load_KeyNeverIssued_IsNotFound() =>
        Expect.Is(Status.NotFound, await Client.LoadAsync(SessionKey.Issue()));

    [Fact]
    public async Task Store_Always_HasANameAndAnEpochThatStay()
    {
        var name = Store.Name;
        var created = await Client.CreateAsync();
        var epoch = Store.Epoch;
        var result = await Client.LoadAsync(created.Key);

        Assert.NotEmpty(name);
        Assert.NotEqual(0ul, epoch);
        Assert.Equal((name, epoch, epoch), (Store.Name, Store.Epoch, result.Epoch));
    }

    private async Task<(long Created, long Active)> CountsAsync()
    {
        var statistics = await Client.StatisticsAsync();
        return (statistics.Created, statistics.Active);
    }
}
