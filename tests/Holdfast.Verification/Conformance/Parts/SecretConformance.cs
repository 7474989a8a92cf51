using Holdfast.Operations;

namespace Holdfast.Verification;

/// <summary>Secrets: one is good at a time; the one before may read within a declared grace and do nothing else.</summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public class SecretConformance<THarness> : StoreConformance<THarness>
    where THarness : StoreHarness, new()
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Fact]
    [Trait("Feature", "21")]
    [Trait("Invariant", "3")]
    public async Task Regenerate_WithoutGrace_KillsTheOldSecretAtOnceAndKeepsTheData()
    {
        var old = await Client.CreateAsync(changes => changes.Set("a", "x"));

        var next = await Client.RegenerateAsync(old);

        Expect.Superseded(await Client.OpenAsync(old.Secret));
        var session = StoreClient.View(await Client.OpenAsync(next.Secret));
        Assert.Equal(("x", 1L, 2L), (session.Data.GetString("a"), session.Data.GetVersion("a"), session.Version));
        Assert.Equal(old.Key, session.Key);
    }

    [Fact]
    [Trait("Feature", "21")]
    [Trait("Invariant", "3")]
    public async Task Regenerate_WithoutGrace_RefusesScopesOfTheOldSecret()
    {
        var old = await Client.CreateAsync();
        var scope = await Client.HoldAsync(old.Secret);
        await Client.RegenerateAsync(old);

        Expect.Refused(Status.Ended, Refusal.SecretSuperseded, await Client.CommitAsync(scope, changes => changes.Set("a", "late")));

        Assert.Equal(0, (await Client.ReadAsync(old.Key)).Data.Count);
    }

    [Fact]
    [Trait("Feature", "21")]
    public async Task Regenerate_WithGrace_LetsTheOldSecretReadAndNothingElse()
    {
        var old = await Client.CreateAsync(changes => changes.Set("a", "x"));
        var next = await Client.RegenerateAsync(old, Grace);
        await AdvanceAsync(TimeSpan.FromSeconds(10));

        var result = await Client.OpenAsync(old.Secret);

        Expect.Ok(result);
        Assert.True(result.IsReadOnly);
        Assert.Equal("x", StoreClient.View(result).Data.GetString("a"));
        var session = await Client.ReadAsync(old.Key);
        Assert.Equal(session.CreatedAt, session.LastActivityAt);
        var late = new Holder(old.Key, old.Id, old.Incarnation, result.Generation, result.Image);
        Expect.Refused(Status.Ended, Refusal.ReadOnlyGrace, await Client.CommitAsync(late, changes => changes.Set("a", "y")));
        Expect.Superseded(await Client.TouchAsync(old.Secret));
        Expect.Superseded(await Client.EndAsync(old.Key, incarnation: old.Incarnation, generation: result.Generation));
        var current = await Client.OpenAsync(next.Secret);
        Assert.False(current.IsReadOnly);
    }

    [Fact]
    [Trait("Feature", "21")]
    [Trait("Invariant", "1")]
    public async Task Regenerate_WithGrace_LetsScopesOpenedBeforeItCommitWithinTheGrace()
    {
        var old = await Client.CreateAsync();
        var scope = await Client.HoldAsync(old.Secret);
        await Client.RegenerateAsync(old, Grace);

        Expect.Ok(await Client.CommitAsync(scope, changes => changes.Set("a", "kept")));
        await AdvanceAsync(Grace);
        Expect.Superseded(await Client.CommitAsync(scope, changes => changes.Set("a", "late")));

        Assert.Equal("kept", (await Client.ReadAsync(old.Key)).Data.GetString("a"));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [Trait("Feature", "21")]
    [Trait("Invariant", "3")]
    [Trait("Fault", "T6")]
    public async Task Open_OldSecretAroundTheEndOfItsGrace_ReadsUntilItAndNotFromItOn(long ticksAfter, bool reads)
    {
        NeedsClockThatStandsStill();
        var old = await Client.CreateAsync();
        await Client.RegenerateAsync(old, Grace);
        await AdvanceAsync(Grace + TimeSpan.FromTicks(ticksAfter));

        var result = await Client.OpenAsync(old.Secret);

        if (reads) Expect.Ok(result);
        else Expect.Superseded(result);
    }

    [Fact]
    [Trait("Invariant", "3")]
    public async Task Regenerate_Twice_RefusesTheFirstSecretEvenWithinItsGrace()
    {
        var first = await Client.CreateAsync();
        var second = await Client.RegenerateAsync(first, Grace);
        var third = await Client.RegenerateAsync(second, Grace);

        Assert.NotEqual(Status.Ok, (await Client.OpenAsync(first.Secret)).Status);
        Assert.True((await Client.OpenAsync(second.Secret)).IsReadOnly);
        Expect.Ok(await Client.OpenAsync(third.Secret));
    }

    [Fact]
    [Trait("Invariant", "3")]
    public async Task Regenerate_WithoutGraceAfterOneWithGrace_CutsThatGraceShort()
    {
        var first = await Client.CreateAsync();
        var second = await Client.RegenerateAsync(first, Grace);
        await Client.RegenerateAsync(second);

        Assert.NotEqual(Status.Ok, (await Client.OpenAsync(first.Secret)).Status);
        Expect.Superseded(await Client.OpenAsync(second.Secret));
    }

    [Fact]
    [Trait("Feature", "21")]
    [Trait("Fault", "K5")]
    public async Task Regenerate_ManyAtOnceOfOneGeneration_ExactlyOneNewSecretIsGood()
    {
        for (var round = 0; round < 20; round++)
        {
            var session = await Client.CreateAsync();
            var scope = await Client.HoldAsync(session.Secret);

            var tries = await Together.RunAsync(8, _ => Client.TryRegenerateAsync(scope, Grace));

            var winner = Assert.Single(tries, attempt => attempt.Result.Status == Status.Ok);
            Assert.All(
                tries.Where(attempt => attempt.Result.Status != Status.Ok),
                attempt => Expect.Refused(Status.Conflict, Refusal.GenerationMismatch, attempt.Result));
            foreach (var attempt in tries)
                Assert.Equal(ReferenceEquals(attempt.Next, winner.Next), (await Client.OpenAsync(attempt.Next.Secret)).Status == Status.Ok);
        }
    }

    [Fact]
    [Trait("Feature", "21")]
    [Trait("Fault", "K5")]
    public async Task Regenerate_AgainByALateScopeWithoutGrace_IsSuperseded()
    {
        var session = await Client.CreateAsync();
        var scope = await Client.HoldAsync(session.Secret);
        await Client.RegenerateAsync(session);

        var (result, next) = await Client.TryRegenerateAsync(scope);

        Expect.Superseded(result);
        Expect.Is(Status.NotFound, await Client.OpenAsync(next.Secret));
    }

    [Fact]
    [Trait("Feature", "21")]
    public async Task Regenerate_ByATrustedCaller_IsUnconditional()
    {
        var old = await Client.CreateAsync();
        await Client.RegenerateAsync(old);

        var next = await Client.RegenerateAsync(old with { Generation = 0 });

        Expect.Ok(await Client.OpenAsync(next.Secret));
    }

    [Fact]
    [Trait("Invariant", "3")]
    [Trait("Fault", "K3")]
    public async Task SignIn_InOneApply_SetsTheSubjectAndKillsTheOldSecretTogether()
    {
        var old = await Client.CreateAsync(changes => changes.Set("cart", "kept"));
        var scope = await Client.HoldAsync(old.Secret);

        var (result, next) = await Client.TryRegenerateAsync(scope, along: changes => changes.SetSubject("ada"));

        Expect.Ok(result);
        Assert.Equal(2, result.Image.Version);
        Expect.Superseded(await Client.OpenAsync(old.Secret));
        Expect.Superseded(await Client.CommitAsync(scope, changes => changes.Set("cart", "late")));
        var session = StoreClient.View(await Client.OpenAsync(next.Secret));
        Assert.Equal(("ada", "kept"), (session.Subject, session.Data.GetString("cart")));
    }

    [Fact]
    [Trait("Invariant", "4")]
    public async Task Open_Answers_TheGenerationForLaterCommands()
    {
        var session = await Client.CreateAsync();
        for (var i = 0; i < 3; i++)
        {
            var holder = await Client.HoldAsync(session.Secret);
            Expect.Ok(await Client.CommitAsync(holder, changes => changes.Increment("n")));
            session = await Client.RegenerateAsync(await Client.HoldAsync(session.Secret));
        }

        Assert.Equal(3, (await Client.ReadAsync(session.Key)).Data.GetInt64("n"));
    }

    [Fact]
    [Trait("Feature", "21")]
    [Trait("Invariant", "3")]
    [Trait("Fault", "K5")]
    public async Task Regenerate_WithAGrace_NeverPromotesAnOlderHolderByItsOwnCommit()
    {
        var session = await Client.CreateAsync();
        var scope = await Client.HoldAsync(session.Secret);
        await Client.RegenerateAsync(session, TimeSpan.FromSeconds(30));

        var committed = await Client.CommitAsync(scope, changes => changes.Set("a", "x"));

        Expect.Ok(committed);
        Assert.Equal(scope.Generation, committed.Generation);
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        var late = scope with { Generation = committed.Generation, Seen = committed.Image };
        Expect.Refused(Status.Ended, Refusal.SecretSuperseded, await Client.CommitAsync(late, changes => changes.Set("a", "y")));
    }
}
