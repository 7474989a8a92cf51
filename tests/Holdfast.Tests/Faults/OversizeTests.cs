namespace Holdfast.Tests;

/// <summary>Fault P2: more than a session may hold. Refused with the limit's name, before it is copied, and nothing of it is kept.</summary>
[Trait("Fault", "P2")]
[Trait("Invariant", "10")]
public sealed class OversizeTests : IAsyncLifetime
{
    private const int Huge = 32 * 1024 * 1024;

    private readonly ManagerGround _ground = new(configure: options => options.Limits.MaxSessionBytes = 4096);
    private SessionId _id;

    private SessionManager Manager => _ground.Manager;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _id = await _ground.CreateAsync();

    public ValueTask DisposeAsync() => _ground.DisposeAsync();

    [Theory]
    [InlineData("text")]
    [InlineData("bytes")]
    [InlineData("text if absent")]
    [InlineData("key")]
    [InlineData("item")]
    public async Task Value_OverItsLimit_IsRefusedBeforeItIsCopied(string what)
    {
        var text = new string('x', Huge);
        var bytes = new byte[Huge];
        long allocated = 0;

        var result = await Manager.UpdateAsync(
            _id.Key,
            changes =>
            {
                changes.Set("b", 1);
                var before = GC.GetAllocatedBytesForCurrentThread();
                Record(changes, what, text, bytes);
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            },
            Token);

        Assert.Equal(Status.Limited, result.Status);
        Assert.NotNull(result.Limit);
        Assert.InRange(allocated, 0, 16 * 1024);
        await MustBeAsItWasAsync();
    }

    [Fact]
    public async Task Session_OverItsLimit_IsRefusedWholeAndStaysAsItWas()
    {
        var result = await Manager.UpdateAsync(_id.Key, changes => changes.Set("b", new string('x', 3000)).Set("c", new string('x', 3000)), Token);

        Assert.Equal((Status.Limited, ErrorCodes.SessionTooLarge), (result.Status, result.Error!.Code));
        await MustBeAsItWasAsync();
        Assert.Equal(Status.Ok, (await Manager.UpdateAsync(_id.Key, changes => changes.Set("b", new string('x', 3000)), Token)).Status);
    }

    [Fact]
    public async Task Session_FilledByManySmallWriters_NeverPassesItsLimit()
    {
        var accepted = 0;
        for (var i = 0; i < 200; i++)
        {
            var result = await Manager.UpdateAsync(_id.Key, changes => changes.Set($"key {i}", new string('x', 100)), Token);
            Assert.Contains(result.Status, (Status[])[Status.Ok, Status.Limited]);
            accepted += result.IsOk ? 1 : 0;
        }

        Assert.InRange(accepted, 20, 40);
        var data = (await Manager.GetAsync(_id.Key, Token)).Session!.Data;
        Assert.Equal(accepted + 1, data.Count);
        Assert.InRange(data.Sum(pair => pair.Key.Length + pair.Value.Bytes.Length + 16), 0, 4096);
    }

    [Fact]
    public async Task Creation_OverALimit_LeavesNothingBehind()
    {
        var data = new Dictionary<string, SessionValue>(StringComparer.Ordinal) { ["a"] = new string('x', 5000) };

        var result = await Manager.CreateAsync(new NewSession { Name = "cart-7", Data = data }, Token);

        Assert.Equal(Status.Limited, result.Status);
        Assert.Equal(Status.NotFound, (await Manager.GetAsync(SessionKey.FromName("cart-7"), Token)).Status);
        Assert.Equal(1, (await Manager.GetStatisticsAsync(Token))!.Created);
    }

    [Fact]
    public async Task Scope_RefusedForSize_DropsWhatItRecordedAndGoesOn()
    {
        var scope = await _ground.ScopeAsync(_id);

        var refused = await scope.Change(changes => changes.Set("b", new string('x', 5000))).CommitAsync(Token);

        Assert.Equal(Status.Limited, refused.Status);
        Assert.False(scope.HasChanges);
        Assert.Equal(Status.Ok, (await scope.Change(changes => changes.Set("b", 2)).CommitAsync(Token)).Status);
    }

    private static void Record(ChangeSet changes, string what, string text, byte[] bytes)
    {
        switch (what)
        {
            case "text":
                changes.Set("big", text);
                break;
            case "bytes":
                changes.Set("big", bytes.AsSpan());
                break;
            case "text if absent":
                changes.SetIfAbsent("big", text);
                break;
            case "key":
                changes.Set(text, 1);
                break;
            default:
                changes.Append("big", bytes, 10);
                break;
        }
    }

    private async Task MustBeAsItWasAsync()
    {
        var session = (await Manager.GetAsync(_id.Key, Token)).Session!;
        Assert.Equal((1L, 1), (session.Version, session.Data.Count));
    }
}
