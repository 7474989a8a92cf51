namespace Holdfast.Tests;

/// <summary>Scopes and callers that hold something which is not current any more: a secret, an incarnation, a membership.</summary>
[Trait("Invariant", "3")]
public sealed class LateHolderTests : IAsyncLifetime
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly ManagerGround _ground = new();
    private SessionId _id;

    private SessionManager Manager => _ground.Manager;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _id = await _ground.CreateAsync();

    public ValueTask DisposeAsync() => _ground.DisposeAsync();

    [Fact]
    [Trait("Feature", "20")]
    [Trait("Requirement", "S6")]
    public async Task End_ByAScopeOfTheSecretBeforeASignIn_IsRefusedAndTheSessionLives()
    {
        var late = await _ground.ScopeAsync(_id);
        var owner = await _ground.ScopeAsync(_id);
        await owner.SignInAsync("ada", cancellationToken: Token);

        var result = await late.EndAsync(cancellationToken: Token);

        Assert.Equal((Status.Ended, null, ErrorCodes.SecretSuperseded), (result.Status, result.EndReason, result.Error!.Code));
        Assert.False(late.HasEnded);
        Assert.Equal(Status.Ok, (await Manager.OpenAsync(owner.IssuedId!.Value, cancellationToken: Token)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Feature", "20")]
    public async Task End_WithinARotationsGrace_IsDoneByAScopeFromBeforeAndRefusedToOneFromAfter(bool fromBefore)
    {
        var before = await _ground.ScopeAsync(_id);
        var rotating = await _ground.ScopeAsync(_id);
        await rotating.RegenerateAsync(Grace, Token);
        var late = fromBefore ? before : await _ground.ScopeAsync(_id);

        var result = await late.EndAsync(cancellationToken: Token);

        Assert.Equal(fromBefore ? Status.Ok : Status.Ended, result.Status);
        Assert.Equal(fromBefore ? Status.Ended : Status.Ok, (await Manager.GetAsync(_id.Key, Token)).Status);
    }

    [Fact]
    [Trait("Feature", "21")]
    [Trait("Fault", "K5")]
    public async Task Commit_OfAScopeFromBeforeARotation_PassesOnceAndIsThenRefused()
    {
        var scope = await _ground.ScopeAsync(_id);
        var rotating = await _ground.ScopeAsync(_id);
        var rotated = await rotating.RegenerateAsync(Grace, Token);

        var first = await scope.Change(changes => changes.Set("first", 1)).CommitAsync(Token);
        var second = await scope.Change(changes => changes.Set("second", 1)).CommitAsync(Token);

        Assert.Equal(Status.Ok, first.Status);
        Assert.Equal((Status.Ended, null, ErrorCodes.ReadOnlyGrace), (second.Status, second.EndReason, second.Error!.Code));
        var session = (await Manager.OpenAsync(rotated.Id!.Value, cancellationToken: Token)).Session!;
        Assert.Equal((1L, (long?)null), (session.Data.GetInt64("first"), session.Data.GetInt64("second")));
    }

    [Fact]
    [Trait("Feature", "13")]
    public async Task RevokeSubject_ExceptASessionOfSomebodyElse_RevokesNobody()
    {
        var adas = await SignedInAsync("ada");
        var bobs = await SignedInAsync("bob");
        var named = await Manager.CreateAsync(new NewSession { Name = "cart-7" }, Token);

        foreach (var except in (SessionKey[])[bobs.Key, _id.Key, named.Session!.Key, SessionKey.Issue()])
        {
            var result = await Manager.RevokeSubjectAsync("ada", except, Token);
            Assert.Equal((Status.Invalid, 0, ErrorCodes.NotOfSubject), (result.Status, result.EndedCount, result.Error!.Code));
        }

        Assert.Equal(Status.Ok, (await Manager.OpenAsync(adas, cancellationToken: Token)).Status);
        Assert.Equal(Status.Ok, (await Manager.CreateAsync(new NewSession { Subject = "ada", AuthenticatedAt = _ground.Time.GetUtcNow() }, Token)).Status);
        Assert.Equal(2, (await Manager.RevokeSubjectAsync("ada", cancellationToken: Token)).EndedCount);
    }

    [Fact]
    [Trait("Feature", "13")]
    public async Task RevokeSubject_ExceptAMemberThatLeftItsName_RevokesNobody()
    {
        await Manager.CreateAsync(new NewSession { Name = "cart-7", Subject = "ada" }, Token);
        await Manager.EndAsync(SessionKey.FromName("cart-7"), cancellationToken: Token);
        await Manager.CreateAsync(new NewSession { Name = "cart-7", Subject = "bob" }, Token);
        var adas = await SignedInAsync("ada");

        Assert.Equal(Status.Invalid, (await Manager.RevokeSubjectAsync("ada", SessionKey.FromName("cart-7"), Token)).Status);

        Assert.Equal(Status.Ok, (await Manager.OpenAsync(adas, cancellationToken: Token)).Status);
    }

    [Theory]
    [InlineData("ended")]
    [InlineData("expired")]
    [InlineData("revoked")]
    [Trait("Feature", "2")]
    [Trait("Invariant", "2")]
    [Trait("Invariant", "4")]
    public async Task Writes_OfHoldersOfAnEarlierLifeOfAName_ReachNothingOfTheNewOne(string how)
    {
        var key = SessionKey.FromName("cart-7");
        var first = await Manager.CreateAsync(new NewSession { Name = "cart-7", Subject = "ada" }, Token);
        var firstId = (await Manager.RegenerateAsync(key, Token)).Id!.Value;
        SessionScope[] holders = [await _ground.ScopeAsync(firstId), await _ground.ScopeAsync(firstId), await _ground.ScopeAsync(firstId), await _ground.ScopeAsync(firstId)];
        await FinishAsync(how, key);
        var second = (await Manager.GetOrCreateAsync(new NewSession { Name = "cart-7" }, Token)).Session!;

        // The new life gets a secret too, so that its generation is the one that the old holders have.
        var secondId = (await Manager.RegenerateAsync(key, Token)).Id!.Value;
        Assert.NotEqual(first.Session!.Incarnation, second.Incarnation);

        Assert.Equal(Status.Ended, (await holders[0].Change(changes => changes.Set("late", 1)).CommitAsync(Token)).Status);
        Assert.Equal(Status.Ended, (await holders[1].EndAsync(cancellationToken: Token)).Status);
        Assert.Equal(Status.Ended, (await holders[2].RegenerateAsync(Grace, Token)).Status);
        Assert.Equal(Status.Ended, (await holders[3].Change(changes => changes.Clear()).CommitAsync(Token)).Status);
        Assert.Equal(Status.NotFound, (await Manager.TouchAsync(firstId, Token)).Status);
        Assert.Equal(Status.Conflict, (await Manager.UpdateIfAsync(key, first.Session.Token, changes => changes.Set("late", 1), Token)).Status);

        var session = (await Manager.OpenAsync(secondId, cancellationToken: Token)).Session!;
        Assert.Equal((second.Incarnation, 2L, 0), (session.Incarnation, session.Version, session.Data.Count));
    }

    private async Task FinishAsync(string how, SessionKey key)
    {
        if (how == "ended") await Manager.EndAsync(key, cancellationToken: Token);
        else if (how == "expired") _ground.Time.Advance(TimeSpan.FromMinutes(20));
        else await Manager.RevokeSubjectAsync("ada", cancellationToken: Token);
    }

    private async Task<SessionId> SignedInAsync(string subject) => (await Manager.CreateAsync(new NewSession { Subject = subject }, Token)).Id!.Value;
}
