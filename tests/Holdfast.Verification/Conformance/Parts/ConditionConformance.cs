using Holdfast.Operations;
using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>Conditions: a change that depends on what was read commits on exactly that, or not at all.</summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public class ConditionConformance<THarness> : StoreConformance<THarness>
    where THarness : StoreHarness, new()
{
    [Fact]
    [Trait("Feature", "14")]
    [Trait("Invariant", "2")]
    public async Task Apply_ExpectedVersionCurrent_Commits()
    {
        var created = await Client.CreateAsync();

        var result = await Client.ApplyAsync(created.Key, changes => changes.Set("a", "x"), expected: Client.TokenOf(created, 1));

        Expect.Ok(result);
        Assert.Equal(2, result.Image.Version);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(long.MaxValue)]
    [Trait("Feature", "14")]
    [Trait("Invariant", "2")]
    [Trait("Defect", "A2")]
    public async Task Apply_ExpectedVersionNotCurrent_ConflictsWithTheCurrentStateAndChangesNothing(long expected)
    {
        var created = await Client.CreateAsync();
        await Client.ApplyAsync(created.Key, changes => changes.Set("a", "newer"));
        var before = await Client.LoadAsync(created.Key);
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        var result = await Client.ApplyAsync(created.Key, changes => changes.Set("a", "stale"), expected: Client.TokenOf(created, expected));

        Expect.Refused(Status.Conflict, Refusal.VersionMismatch, result);
        Expect.SameState(before.Image, result.Image);
        var after = await Client.LoadAsync(created.Key);
        Expect.SameState(before.Image, after.Image);
        Assert.Equal(before.LastActivity, after.LastActivity);
    }

    [Fact]
    [Trait("Invariant", "2")]
    public async Task Apply_ExpectedStateOfAnotherEpoch_Conflicts()
    {
        var created = await Client.CreateAsync();
        var token = Client.TokenOf(created, 1);

        var result = await Client.ApplyAsync(created.Key, changes => changes.Set("a", "x"), expected: token with { Epoch = token.Epoch ^ 1 });

        Expect.Refused(Status.Conflict, Refusal.EpochMismatch, result);
        Assert.Equal(1, (await Client.ReadAsync(created.Key)).Version);
    }

    [Fact]
    [Trait("Invariant", "2")]
    public async Task Apply_ExpectedStateOfAnotherLife_Conflicts()
    {
        var first = await Client.CreateAsync(name: "cart-7");
        await Client.EndAsync(first.Key);
        var second = await Client.CreateAsync(name: "cart-7");

        var result = await Client.ApplyAsync(second.Key, changes => changes.Set("a", "x"), expected: Client.TokenOf(first, 1));

        Expect.Refused(Status.Conflict, Refusal.IncarnationMismatch, result);
        Assert.Equal(second.Incarnation, result.Image.Incarnation);
        Assert.Equal(1, (await Client.ReadAsync(second.Key)).Version);
    }

    [Fact]
    [Trait("Invariant", "2")]
    public async Task Apply_BaseOfAnotherEpoch_Conflicts()
    {
        var created = await Client.CreateAsync();
        var changes = new ChangeSet(Harness.Settings.Limits).Set("a", "x");
        var command = new ApplyCommand
        {
            Key = created.Key,
            Base = 1,
            BaseEpoch = Store.Epoch ^ 1,
            Operations = changes.Writer.WrittenMemory,
            OperationCount = changes.Count,
        };

        Expect.Refused(Status.Conflict, Refusal.EpochMismatch, await Store.ApplyAsync(command, TestContext.Current.CancellationToken));

        Assert.Equal(1, (await Client.ReadAsync(created.Key)).Version);
    }

    [Fact]
    [Trait("Invariant", "2")]
    public async Task Apply_KeyVersion_ComparesThatKeyAlone()
    {
        var created = await Client.CreateAsync(changes => changes.Set("mine", "1"));
        await Client.ApplyAsync(created.Key, changes => changes.Set("other", "2"));

        Expect.Ok(await Client.ApplyAsync(created.Key, changes => changes.IfKeyVersion("mine", 1).Set("mine", "3")));
        Expect.Refused(
            Status.Conflict,
            Refusal.KeyVersionMismatch,
            await Client.ApplyAsync(created.Key, changes => changes.Set("other", "4").IfKeyVersion("mine", 1)));

        var session = await Client.ReadAsync(created.Key);
        Assert.Equal(("3", "2"), (session.Data.GetString("mine"), session.Data.GetString("other")));
    }

    [Fact]
    [Trait("Invariant", "2")]
    public async Task Apply_KeyVersionZero_MeansAbsent()
    {
        var created = await Client.CreateAsync();

        Expect.Ok(await Client.ApplyAsync(created.Key, changes => changes.IfKeyVersion("a", 0).Set("a", "first")));
        Expect.Is(Status.Conflict, await Client.ApplyAsync(created.Key, changes => changes.IfKeyVersion("a", 0).Set("a", "second")));
        Expect.Ok(await Client.ApplyAsync(created.Key, changes => changes.Remove("a")));
        Expect.Ok(await Client.ApplyAsync(created.Key, changes => changes.IfKeyVersion("a", 0).Set("a", "third")));
    }

    [Fact]
    [Trait("Invariant", "2")]
    public async Task Apply_BaseOlderThanAClear_ConflictsWhole()
    {
        var created = await Client.CreateAsync(changes => changes.Set("cart", "full"));
        var late = await Client.HoldAsync(created.Secret);
        await Client.ApplyAsync(created.Key, changes => changes.Clear());

        var result = await Client.CommitAsync(late, changes => changes.Set("cart", "back").AddTag("t"));

        Expect.Refused(Status.Conflict, Refusal.FenceCrossed, result);
        var session = await Client.ReadAsync(created.Key);
        Assert.Equal((0, 2L), (session.Data.Count, session.Version));
        Assert.Empty(session.Tags);
    }

    [Fact]
    [Trait("Invariant", "2")]
    public async Task Apply_BaseOfTheClearOrLater_Commits()
    {
        var created = await Client.CreateAsync(changes => changes.Set("cart", "full"));
        await Client.ApplyAsync(created.Key, changes => changes.Clear());
        var early = await Client.HoldAsync(created.Secret);
        await Client.ApplyAsync(created.Key, changes => changes.Set("x", "y"));

        Expect.Ok(await Client.CommitAsync(early, changes => changes.Set("cart", "new")));
    }

    [Fact]
    [Trait("Invariant", "2")]
    public async Task Apply_WithoutABase_CrossesNoFence()
    {
        var created = await Client.CreateAsync();
        await Client.ApplyAsync(created.Key, changes => changes.Clear());

        Expect.Ok(await Client.ApplyAsync(created.Key, changes => changes.Set("a", "x")));
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task Apply_BaseOlderThanTheKey_CountsWhatItReplacedUnseen()
    {
        var created = await Client.CreateAsync(changes => changes.Set("a", "1").Set("b", "1"));
        var late = await Client.HoldAsync(created.Secret);
        await Client.ApplyAsync(created.Key, changes => changes.Set("a", "theirs"));

        var result = await Client.CommitAsync(late, changes => changes.Set("a", "mine").Set("b", "mine"));

        Expect.Ok(result);
        Assert.Equal(1, result.OverwroteUnseen);
        Assert.Equal("mine", StoreClient.View(result).Data.GetString("a"));
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task Apply_IncrementOfANewerNumber_IsMergedAndNotCountedAsReplaced()
    {
        var created = await Client.CreateAsync(changes => changes.Set("n", 1));
        var late = await Client.HoldAsync(created.Secret);
        await Client.ApplyAsync(created.Key, changes => changes.Increment("n", 10));

        var result = await Client.CommitAsync(late, changes => changes.Increment("n", 100));

        Expect.Ok(result);
        Assert.Equal(0, result.OverwroteUnseen);
        Assert.Equal(111, StoreClient.View(result).Data.GetInt64("n"));
    }

    [Fact]
    [Trait("Feature", "14")]
    [Trait("Invariant", "5")]
    public async Task Apply_ManyOnOneExpectedVersion_ExactlyOneCommits()
    {
        var created = await Client.CreateAsync();
        for (var version = 1; version <= 20; version++)
        {
            var expected = version;

            var results = await Together.RunAsync(
                8, async i => await Client.ApplyAsync(created.Key, changes => changes.Set("by", i), expected: Client.TokenOf(created, expected)));

            Assert.Single(results, result => result.Status == Status.Ok);
            Assert.Equal(7, results.Count(result => result.Status == Status.Conflict));
        }

        Assert.Equal(21, (await Client.ReadAsync(created.Key)).Version);
    }
}
