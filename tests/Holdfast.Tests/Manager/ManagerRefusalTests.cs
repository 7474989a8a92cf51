namespace Holdfast.Tests;

/// <summary>What the manager refuses before a store is asked: it would mean something else than the caller thinks.</summary>
[Trait("Feature", "136")]
public sealed class ManagerRefusalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("cart-7")]
    public async Task Create_WithADisplayNameAndNoSubject_IsInvalidAndCreatesNothing(string? name)
    {
        await using var ground = new ManagerGround();

        var created = await ground.Manager.CreateAsync(new NewSession { Name = name, DisplayName = "Ada" }, Token);

        Assert.Equal((Status.Invalid, ErrorCodes.NoSubject), (created.Status, created.Error!.Code));
        Assert.Contains("DisplayName", created.Error.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await ground.Manager.GetStatisticsAsync(Token))!.Created);
    }

    [Fact]
    public async Task RevokeSubject_ExceptNoKeyAtAll_IsInvalidAndRevokesNothing()
    {
        await using var ground = new ManagerGround();
        var key = (await ground.Manager.CreateAsync(new NewSession { Subject = "ada" }, Token)).Session!.Key;

        var revoked = await ground.Manager.RevokeSubjectAsync("ada", default(SessionKey), Token);

        Assert.Equal((Status.Invalid, ErrorCodes.InvalidKey), (revoked.Status, revoked.Error!.Code));
        Assert.Equal(Status.Ok, (await ground.Manager.GetAsync(key, Token)).Status);
    }
}
