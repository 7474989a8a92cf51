using Holdfast.Operations;

namespace Holdfast.Verification;

/// <summary>Ending: once, for good, with the reason kept and nothing else left.</summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public class EndConformance<THarness> : StoreConformance<THarness>
    where THarness : StoreHarness, new()
{
    [Theory]
    [MemberData(nameof(ConformanceData.EndReasons), MemberType = typeof(ConformanceData))]
    [Trait("Feature", "18")]
    [Trait("Feature", "23")]
    public async Task End_ALiveSession_IsFinalAndKeepsItsReason(EndReason reason)
    {
        var created = await Client.CreateAsync(changes => changes.Set("a", "x"));

        var ended = await Client.EndAsync(created.Key, reason);

        Expect.Ok(ended);
        Assert.Equal(reason, ended.EndReason);
        Expect.Ended(reason, await Client.EndAsync(created.Key, EndReason.Completed));
        Expect.Ended(reason, await Client.LoadAsync(created.Key));
        Assert.Equal(1, (await Client.StatisticsAsync()).Ended[reason]);
    }

    [Fact]
    [Trait("Feature", "12")]
    [Trait("Feature", "18")]
    public async Task End_KeyNeverIssued_IsNotFound() => Expect.Is(Status.NotFound, await Client.EndAsync(SessionKey.Issue()));

    [Fact]
    [Trait("Feature", "19")]
    [Trait("Invariant", "7")]
    public async Task End_ALiveSession_LeavesARecordWithoutData()
    {
        var created = await Client.CreateAsync(changes => changes.Set("secret", "value").SetSubject("ada").AddTag("t"));

        var left = StoreClient.View(await Client.EndAsync(created.Key));

        Assert.Equal(SessionState.Ended, left.State);
        Assert.Equal(0, left.Data.Count);
        Assert.Equal("ada", left.Subject);
        Assert.Equal(2, left.Version);
        var read = StoreClient.View(await Client.LoadAsync(created.Key));
        Assert.Equal((SessionState.Ended, 0), (read.State, read.Data.Count));
        Assert.DoesNotContain("value", System.Text.Encoding.UTF8.GetString(read.Image.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "20")]
    [Trait("Invariant", "3")]
    public async Task End_ThenEverythingLate_IsRefusedAndRevivesNothing()
    {
        var created = await Client.CreateAsync(changes => changes.SetSubject("ada"));
        var scope = await Client.HoldAsync(created.Secret);
        await Client.EndAsync(created.Key, EndReason.LoggedOut);

        Expect.Ended(EndReason.LoggedOut, await Client.ApplyAsync(created.Key, changes => changes.Set("a", "x")));
        Expect.Ended(EndReason.LoggedOut, await Client.CommitAsync(scope, changes => changes.Set("a", "x")));
        Expect.Ended(EndReason.LoggedOut, (await Client.TryRegenerateAsync(scope)).Result);
        Expect.Ended(EndReason.LoggedOut, await Client.ApplyAsync(created.Key, changes => changes.SetSubject("ada")));
        Expect.Ended(EndReason.LoggedOut, await Client.OpenAsync(created.Secret));
        Expect.Ended(EndReason.LoggedOut, await Client.UseAsync(created.Key));
        Expect.Ended(EndReason.LoggedOut, await Client.TouchAsync(created.Secret));
        Expect.Ended(EndReason.LoggedOut, await Client.LoadAsync(created.Key));
        var statistics = await Client.StatisticsAsync();
        Assert.Equal((1L, 0L, 1L), (statistics.Created, statistics.Active, statistics.EndedTotal));
    }

    [Fact]
    [Trait("Feature", "20")]
    [Trait("Invariant", "3")]
    public async Task Create_IssuedKeyThatHasEnded_IsRefusedAndCreatesNothing()
    {
        var created = await Client.CreateAsync(changes => changes.Set("a", "mine"));
        var scope = await Client.HoldAsync(created.Secret);
        await Client.EndAsync(created.Key);

        Expect.Ended(EndReason.LoggedOut, await Client.TryCreateAsync(created.Key, SessionId.Issue(created.Key)));

        Expect.Ended(EndReason.LoggedOut, await Client.CommitAsync(scope, changes => changes.Set("a", "late")));
        Assert.Equal(1, (await Client.StatisticsAsync()).Created);
    }

    [Fact]
    [Trait("Feature", "18")]
    [Trait("Invariant", "5")]
    [Trait("Defect", "A4")]
    public async Task End_ManyAtOnce_ExactlyOneSucceedsAndCountsMoveOnce()
    {
        for (var round = 0; round < 20; round++)
        {
            var created = await Client.CreateAsync();

            var results = await Together.RunAsync(10, async i => await Client.EndAsync(created.Key, i % 2 == 0 ? EndReason.LoggedOut : EndReason.Completed));

            var winner = Assert.Single(results, result => result.Status == Status.Ok);
            Assert.All(results, result => Assert.Equal(winner.EndReason, result.EndReason));
            Assert.Equal(9, results.Count(result => result.Status == Status.Ended));
        }

        var statistics = await Client.StatisticsAsync();
        Assert.Equal((20L, 0L, 20L), (statistics.Created, statistics.Active, statistics.EndedTotal));
    }

    [Fact]
    [Trait("Invariant", "3")]
    public async Task End_ByASupersededSecret_IsRefusedAndTheSessionLives()
    {
        var created = await Client.CreateAsync();
        await Client.RegenerateAsync(created);

        var refused = await Client.EndAsync(created.Key, incarnation: created.Incarnation, generation: created.Generation);

        Expect.Refused(Status.Ended, Refusal.SecretSuperseded, refused);
        Assert.Null(refused.EndReason);
        Expect.Ok(await Client.LoadAsync(created.Key));
    }

    [Fact]
    [Trait("Invariant", "1")]
    [Trait("Invariant", "3")]
    public async Task End_RacingManyWrites_KeepsOnlyWhatWasAcknowledgedBefore()
    {
        for (var round = 0; round < 20; round++)
        {
            var created = await Client.CreateAsync();

            var results = await Together.RunAsync(8, async i => i == 0
                ? await Client.EndAsync(created.Key)
                : await Client.ApplyAsync(created.Key, changes => changes.Increment("n")));

            Expect.Ok(results[0]);
            Assert.All(results[1..], result => Assert.True(result.Status is Status.Ok or Status.Ended, Expect.Describe(result)));
            Assert.Equal(results[1..].Count(result => result.Status == Status.Ok) + 2, results[0].Image.Version);
            Expect.Ended(EndReason.LoggedOut, await Client.LoadAsync(created.Key));
        }
    }
}
