namespace Holdfast.Tests;

/// <summary>Fault P3: a million of everything, and texts that are none. Limits hold, and the answer names what was wrong.</summary>
[Trait("Fault", "P3")]
[Trait("Invariant", "10")]
public sealed class CraftedValueTests : IAsyncLifetime
{
    private const int Million = 1_000_000;
    private const string HalfAPair = "\ud800";

    private readonly ManagerGround _ground = new();
    private SessionId _id;

    private SessionManager Manager => _ground.Manager;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _id = await _ground.CreateAsync();

    public ValueTask DisposeAsync() => _ground.DisposeAsync();

    [Fact]
    public async Task Create_WithAMillionKeys_IsLimitedAndLeavesNothing()
    {
        var data = Enumerable.Range(0, Million).ToDictionary(i => i.ToString("x", null), i => (SessionValue)i, StringComparer.Ordinal);

        var result = await Manager.CreateAsync(new NewSession { Data = data }, Token);

        Assert.Equal((Status.Limited, ErrorCodes.TooManyOperations), (result.Status, result.Error!.Code));
        Assert.Equal(1, (await Manager.GetStatisticsAsync(Token))!.Created);
    }

    [Fact]
    public async Task Create_WithAMillionTags_IsLimitedAndLeavesNothing()
    {
        var result = await Manager.CreateAsync(new NewSession { Tags = [.. Enumerable.Range(0, Million).Select(i => $"tag {i}")] }, Token);

        Assert.Equal(Status.Limited, result.Status);
        Assert.Equal(1, (await Manager.GetStatisticsAsync(Token))!.Created);
    }

    [Fact]
    public async Task Update_OfAMillionOperations_IsLimitedAndKeepsOnlyWhatIsAllowedInMemory()
    {
        var allocated = 0L;
        var result = await Manager.UpdateAsync(
            _id.Key,
            changes =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < Million; i++) changes.Increment("n");
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            },
            Token);

        Assert.Equal((Status.Limited, ErrorCodes.TooManyOperations), (result.Status, result.Error!.Code));
        Assert.InRange(allocated, 0, 1024 * 1024);
        Assert.Equal(1, (await ReadAsync()).Version);
    }

    [Fact]
    public async Task Updates_OfKeysWithoutEnd_StopAtTheLimit()
    {
        for (var i = 0; i < 30; i++)
        {
            var first = i * 100;
            var result = await Manager.UpdateAsync(
                _id.Key,
                changes =>
                {
                    for (var n = 0; n < 100; n++) changes.Set($"key {first + n}", n);
                },
                Token);
            Assert.Equal(i < 9 ? Status.Ok : Status.Limited, result.Status);
        }

        Assert.Equal(901, (await ReadAsync()).Data.Count);
    }

    [Fact]
    public async Task Append_AgainAndAgain_KeepsItsBound()
    {
        for (var i = 0; i < 300; i++) Assert.Equal(Status.Ok, (await Manager.UpdateAsync(_id.Key, changes => changes.Append("list", i, 3), Token)).Status);

        Assert.Equal([297L, 298L, 299L], (await ReadAsync()).Data["list"].AsList().Select(item => item.AsInt64()!.Value));
    }

    [Theory]
    [InlineData("key")]
    [InlineData("value")]
    [InlineData("tag")]
    [InlineData("subject")]
    [InlineData("display name")]
    [InlineData("counter")]
    [InlineData("condition")]
    public async Task Update_WithHalfASurrogatePair_IsInvalidAndChangesNothing(string where)
    {
        var result = await Manager.UpdateAsync(
            _id.Key,
            changes =>
            {
                changes.Set("b", 1);
                _ = where switch
                {
                    "key" => changes.Set(HalfAPair, 1),
                    "value" => changes.Set("c", $"a{HalfAPair}b"),
                    "tag" => changes.AddTag(HalfAPair),
                    "subject" => changes.SetSubject(HalfAPair),
                    "display name" => changes.SetSubject("ada", displayName: HalfAPair),
                    "counter" => changes.Increment(HalfAPair),
                    _ => changes.IfKeyVersion(HalfAPair, 0),
                };
            },
            Token);

        Assert.Equal(Status.Invalid, result.Status);
        Assert.NotNull(result.Error);
        Assert.Equal((1L, 1), ((await ReadAsync()).Version, (await ReadAsync()).Data.Count));
    }

    [Fact]
    public async Task Create_WithHalfASurrogatePair_IsInvalidWhereverItIs()
    {
        var data = new Dictionary<string, SessionValue>(StringComparer.Ordinal) { ["a"] = HalfAPair };
        NewSession[] crafted =
        [
            new() { Name = HalfAPair }, new() { Subject = HalfAPair }, new() { Subject = "ada", DisplayName = HalfAPair },
            new() { Type = HalfAPair }, new() { Tags = [HalfAPair] }, new() { Data = data },
        ];

        foreach (var session in crafted) Assert.Equal(Status.Invalid, (await Manager.CreateAsync(session, Token)).Status);

        Assert.Equal(1, (await Manager.GetStatisticsAsync(Token))!.Created);
    }

    private async Task<Session> ReadAsync() => (await Manager.GetAsync(_id.Key, Token)).Session!;
}
