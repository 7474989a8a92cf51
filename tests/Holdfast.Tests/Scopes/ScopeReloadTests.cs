namespace Holdfast.Tests;

/// <summary>A scope that was refused as overtaken goes on when its caller says so, and only then.</summary>
[Trait("Feature", "15")]
[Trait("Invariant", "2")]
public sealed class ScopeReloadTests : IAsyncLifetime
{
    private readonly ManagerGround _ground = new(configure: static options => options.Conflicts.ForKey("a", ConflictRule.Reject));
    private SessionId _id;

    private SessionManager Manager => _ground.Manager;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _id = await _ground.CreateAsync();

    public ValueTask DisposeAsync() => _ground.DisposeAsync();

    [Fact]
    public async Task Commit_AfterAConflictWithoutReload_IsRefusedAgain()
    {
        var scope = await ClearedUnderAsync();

        Assert.Equal(Status.Conflict, (await scope.Change(changes => changes.Set("b", "late")).CommitAsync(Token)).Status);
    }

    [Fact]
    public async Task Reload_AfterAFence_ShowsTheNewestStateAndLetsCommit()
    {
        var scope = await ClearedUnderAsync();

        var reloaded = await scope.ReloadAsync(Token);

        Assert.Equal(Status.Ok, reloaded.Status);
        Assert.Empty(scope.Data);
        Assert.Equal(Status.Ok, (await scope.Change(changes => changes.Set("b", "again")).CommitAsync(Token)).Status);
        Assert.Equal("again", (await Manager.GetAsync(_id.Key, Token)).Session!.Data.GetString("b"));
    }

    [Fact]
    public async Task Conflict_SaysWhatToDoAndThatIsTrue()
    {
        var scope = await _ground.ScopeAsync(_id);
        await Manager.UpdateAsync(_id.Key, static changes => changes.Clear(), Token);

        var refused = await scope.Change(changes => changes.Set("b", "late")).CommitAsync(Token);

        Assert.Equal(ErrorCodes.Fenced, refused.Error!.Code);
        Assert.Contains("ReloadAsync", refused.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_AfterAKeyConflict_ReadsTheKeyAnew()
    {
        var scope = await _ground.ScopeAsync(_id);
        Assert.Equal(1, scope.Data.GetInt64("a"));
        await Manager.UpdateAsync(_id.Key, static changes => changes.Set("a", 2), Token);
        var refused = await scope.Change(changes => changes.Set("a", 10)).CommitAsync(Token);
        Assert.Equal(ErrorCodes.KeyVersionConflict, refused.Error!.Code);

        await scope.ReloadAsync(Token);
        Assert.Equal(2, scope.Data.GetInt64("a"));
        var committed = await scope.Change(changes => changes.Set("a", 20)).CommitAsync(Token);

        Assert.Equal(20, committed.Session!.Data.GetInt64("a"));
    }

    [Fact]
    public async Task Reload_WithSomethingRecorded_DropsIt()
    {
        var scope = await _ground.ScopeAsync(_id);
        scope.Change(changes => changes.Set("b", "dropped"));

        await scope.ReloadAsync(Token);

        Assert.False(scope.HasChanges);
        Assert.Equal(1, (await scope.CommitAsync(Token)).Session!.Version);
    }

    [Fact]
    public async Task Reload_AfterARegenerationOfItsOwn_GoesOnWithTheNewSecret()
    {
        var scope = await _ground.ScopeAsync(_id);
        await scope.RegenerateAsync(cancellationToken: Token);
        await Manager.UpdateAsync(_id.Key, static changes => changes.Clear(), Token);

        Assert.Equal(Status.Ok, (await scope.ReloadAsync(Token)).Status);
        Assert.Equal(Status.Ok, (await scope.Change(changes => changes.Set("b", "again")).CommitAsync(Token)).Status);
    }

    [Theory]
    [InlineData(false, ErrorCodes.Ended)]
    [InlineData(true, ErrorCodes.SecretSuperseded)]
    [Trait("Invariant", "3")]
    public async Task Reload_OfASessionThatIsGone_SaysSoAndCreatesNothing(bool isSuperseded, string code)
    {
        var scope = await _ground.ScopeAsync(_id);
        if (isSuperseded)
        {
            await (await _ground.ScopeAsync(_id)).SignInAsync("ada", cancellationToken: Token);
        }
        else
        {
            await Manager.EndAsync(_id.Key, cancellationToken: Token);
        }

        var reloaded = await scope.ReloadAsync(Token);
        var committed = await scope.Change(changes => changes.Set("b", "late")).CommitAsync(Token);

        Assert.Equal((Status.Ended, Status.Ended), (reloaded.Status, committed.Status));
        Assert.Equal(code, committed.Error!.Code);
        Assert.Null(scope.IssuedId);
        Assert.Equal(1, (await Manager.GetStatisticsAsync(Token))!.Created);
    }

    [Fact]
    public async Task Reload_OfAScopeNotYetUsed_LoadsIt()
    {
        var scope = Manager.OpenScope(_id);

        Assert.Equal(Status.Ok, (await scope.ReloadAsync(Token)).Status);
        Assert.Equal(1, scope.Data.GetInt64("a"));
    }

    [Fact]
    public async Task Reload_WithoutAnId_StaysAnonymous()
    {
        var scope = Manager.OpenScope(null);

        Assert.Equal(Status.NotFound, (await scope.ReloadAsync(Token)).Status);
        Assert.Equal(Status.Ok, (await scope.Change(changes => changes.Set("b", "first")).CommitAsync(Token)).Status);
        Assert.Equal("first", (await scope.ReloadAsync(Token)).Session!.Data.GetString("b"));
    }

    [Fact]
    [Trait("Requirement", "S7")]
    public async Task Commit_OpenedBeforeAPeriodicRotation_IsTakenOnceWithinItsGrace()
    {
        var late = await _ground.ScopeAsync(_id);
        await (await _ground.ScopeAsync(_id)).RegenerateAsync(TimeSpan.FromSeconds(30), Token);

        var first = await late.Change(changes => changes.Set("b", "first")).CommitAsync(Token);
        var second = await late.Change(changes => changes.Set("b", "second")).CommitAsync(Token);

        Assert.Equal(Status.Ok, first.Status);
        Assert.Equal((Status.Ended, ErrorCodes.ReadOnlyGrace), (second.Status, second.Error!.Code));
        Assert.Equal("first", (await Manager.GetAsync(_id.Key, Token)).Session!.Data.GetString("b"));
    }

    private async Task<SessionScope> ClearedUnderAsync()
    {
        var scope = await _ground.ScopeAsync(_id);
        await Manager.UpdateAsync(_id.Key, static changes => changes.Clear(), Token);
        Assert.Equal(Status.Conflict, (await scope.Change(changes => changes.Set("b", "late")).CommitAsync(Token)).Status);
        return scope;
    }
}
