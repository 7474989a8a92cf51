using System.Runtime.InteropServices;
using Holdfast.Operations;
using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>Changing: atomically, to the newest state, one version for each set. What each operation does is in the golden vectors.</summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public class ApplyConformance<THarness> : StoreConformance<THarness>
    where THarness : StoreHarness, new()
{
    [Fact]
    [Trait("Feature", "14")]
    public async Task Apply_AChangeSet_RaisesTheVersionByOneAndAnswersTheNewState()
    {
        var created = await Client.CreateAsync(changes => changes.Set("a", "x"));

        var result = await Client.ApplyAsync(created.Key, changes => changes.Set("b", "y").Set("c", "z").Remove("a"));

        Expect.Ok(result);
        var session = StoreClient.View(result);
        Assert.Equal((2L, 1L), (session.Version, session.AccessCount));
        Assert.Equal(["b", "c"], session.Data.Keys.Order());
        Expect.SameState(result.Image, (await Client.LoadAsync(created.Key)).Image);
    }

    [Fact]
    [Trait("Feature", "14")]
    public async Task Apply_WhatChangesNothing_RaisesNoVersionAndIsAUse()
    {
        var created = await Client.CreateAsync(changes => changes.Set("a", "x"));
        await AdvanceAsync(TimeSpan.FromMinutes(5));

        var result = await Client.ApplyAsync(created.Key, changes => changes.Remove("absent").SetIfAbsent("a", "y"));

        Expect.Ok(result);
        var session = StoreClient.View(result);
        Assert.Equal((1L, 0L, "x"), (session.Version, session.AccessCount, session.Data.GetString("a")));
        Assert.True(session.LastActivityAt >= session.CreatedAt + TimeSpan.FromMinutes(5));
    }

    [Fact]
    [Trait("Feature", "33")]
    public async Task Apply_UserData_IsAUse()
    {
        var created = await Client.CreateAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(5));

        await Client.ApplyAsync(created.Key, changes => changes.Set("a", "x"));

        var session = await Client.ReadAsync(created.Key);
        Assert.True(session.LastActivityAt >= session.CreatedAt + TimeSpan.FromMinutes(5));
    }

    [Fact]
    [Trait("Feature", "33")]
    public async Task Apply_Passive_IsNoUseAndChangesAllTheSame()
    {
        var created = await Client.CreateAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(5));

        Expect.Ok(await Client.ApplyAsync(created.Key, changes => changes.Set("a", "x"), countAccess: false, passive: true));

        var session = await Client.ReadAsync(created.Key);
        Assert.Equal(session.CreatedAt, session.LastActivityAt);
        Assert.Equal((2L, 0L), (session.Version, session.AccessCount));
    }

    [Fact]
    [Trait("Feature", "33")]
    public async Task Apply_OnlyTagsOrFlags_IsNoUseAndNoAccess()
    {
        var created = await Client.CreateAsync(changes => changes.SetSubject("ada"));
        await AdvanceAsync(TimeSpan.FromMinutes(5));

        Expect.Ok(await Client.ApplyAsync(created.Key, changes => changes.AddTag("t").SetAuthenticated(false)));

        var session = await Client.ReadAsync(created.Key);
        Assert.Equal((2L, 0L), (session.Version, session.AccessCount));
        Assert.Equal(session.CreatedAt, session.LastActivityAt);
    }

    [Fact]
    [Trait("Feature", "11")]
    public async Task Apply_RecordAccess_CountsOneAndChangesNoKey()
    {
        var created = await Client.CreateAsync(changes => changes.Set("a", "x"));

        var result = await Client.ApplyAsync(created.Key, changes => changes.RecordAccess());

        Expect.Ok(result);
        var session = StoreClient.View(result);
        Assert.Equal((2L, 1L, 1L), (session.Version, session.AccessCount, session.Data.GetVersion("a")));
    }

    [Fact]
    [Trait("Feature", "12")]
    [Trait("Invariant", "3")]
    public async Task Apply_KeyNeverIssued_IsNotFoundAndCreatesNothing()
    {
        var key = SessionKey.FromName("nobody");

        Expect.Is(Status.NotFound, await Client.ApplyAsync(key, changes => changes.Set("a", "x")));

        Expect.Is(Status.NotFound, await Client.LoadAsync(key));
        Assert.Equal(0, (await Client.StatisticsAsync()).Created);
    }

    [Fact]
    [Trait("Invariant", "8")]
    public async Task Apply_RefusedByItsLastOperation_AppliesNoneOfItAndIsNoUse()
    {
        var created = await Client.CreateAsync(changes => changes.Set("a", "x").Set("n", long.MaxValue));
        var before = await Client.LoadAsync(created.Key);
        await AdvanceAsync(TimeSpan.FromMinutes(5));

        var overflow = await Client.ApplyAsync(created.Key, changes => changes.Set("a", "y").Set("b", "new").Clear().Set("n", long.MaxValue).Increment("n"));
        var wrongType = await Client.ApplyAsync(created.Key, changes => changes.Remove("n").AddTag("t").Increment("a"));

        Expect.Refused(Status.Invalid, Refusal.Overflow, overflow);
        Expect.Refused(Status.Invalid, Refusal.WrongType, wrongType);
        var after = await Client.LoadAsync(created.Key);
        Expect.SameState(before.Image, after.Image);
        Assert.Equal(before.LastActivity, after.LastActivity);
    }

    [Fact]
    [Trait("Feature", "10")]
    [Trait("Invariant", "1")]
    [Trait("Defect", "A1")]
    public async Task Apply_ManyWritersOfOwnKeys_KeepEveryKey()
    {
        var created = await Client.CreateAsync();

        await Together.RunAsync(10, async i =>
        {
            for (var n = 0; n < 20; n++)
                Expect.Ok(await Client.ApplyAsync(created.Key, changes => changes.Set($"writer-{i}-{n}", n)));
        });

        var session = await Client.ReadAsync(created.Key);
        Assert.Equal((200, 201L, 200L), (session.Data.Count, session.Version, session.AccessCount));
        for (var i = 0; i < 10; i++)
            for (var n = 0; n < 20; n++) Assert.Equal(n, session.Data.GetInt64($"writer-{i}-{n}"));
    }

    [Fact]
    [Trait("Feature", "11")]
    [Trait("Invariant", "1")]
    [Trait("Defect", "A1")]
    public async Task Apply_ManyIncrements_EachGetsANumberOfItsOwn()
    {
        var created = await Client.CreateAsync();

        var seen = await Together.RunAsync(20, async _ =>
        {
            var mine = new List<(long Value, long Version)>();
            for (var n = 0; n < 25; n++)
            {
                var session = StoreClient.View(await Client.ApplyAsync(created.Key, changes => changes.Increment("n")));
                mine.Add((session.Data.GetInt64("n")!.Value, session.Version));
            }

            return mine;
        });

        Assert.Equal(Enumerable.Range(1, 500).Select(n => ((long)n, (long)n + 1)), seen.SelectMany(mine => mine).Order());
    }

    [Fact]
    [Trait("Invariant", "11")]
    public async Task Apply_BufferReusedAfterwards_KeepsWhatItWas()
    {
        var created = await Client.CreateAsync();
        var changes = new ChangeSet(Harness.Settings.Limits).Set("a", "kept").Append("list", "item", 3).SetSubject("ada").AddTag("tag");
        var command = new ApplyCommand { Key = created.Key, Operations = changes.Writer.WrittenMemory, OperationCount = changes.Count };

        Expect.Ok(await Store.ApplyAsync(command, TestContext.Current.CancellationToken));
        Assert.True(MemoryMarshal.TryGetArray(changes.Writer.WrittenMemory, out var buffer));
        buffer.AsSpan().Replace((byte)'e', (byte)'E');

        var session = await Client.ReadAsync(created.Key);
        Assert.Equal(("kept", "ada"), (session.Data.GetString("a"), session.Subject));
        Assert.Equal("item", session.Data["list"].AsList()[0].AsString());
        Assert.Equal(["tag", AutomaticTags.Authenticated], session.Tags);
    }
}
