using Holdfast.Cli.Tests.Hosting;

namespace Holdfast.Cli.Tests.Shop;

/// <summary>A store that cannot be asked is never taken for a session that is not there.</summary>
[Trait("Invariant", "8")]
public sealed class UnavailableStoreTests
{
    [Fact]
    public async Task EveryRequest_OnAStoreThatIsGone_Is503AndKeepsTheCookie()
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = await server.SignInAsync();
        await server.Manager.DisposeAsync();

        foreach (var answer in new[]
        {
            await visitor.ReadAsync(), await visitor.PreferAsync("a", "b"), await visitor.IncrementAsync(), await visitor.LogoutAsync(), await visitor.LoginAsync("ann"),
            await server.NewVisitor().LoginAsync("bob"),
        })
        {
            answer.Problem(503, "store_unavailable");
            Assert.Equal("1", answer.Header("Retry-After"));
            Assert.Empty(answer.All("Set-Cookie"));
        }

        Assert.Equal(503, (await visitor.SendAsync(HttpMethod.Get, "/health")).Status);
        Assert.Equal(503, (await visitor.SendAsync(HttpMethod.Get, "/health/ready")).Status);
        Assert.Equal(200, (await visitor.SendAsync(HttpMethod.Get, "/health/live")).Status);
        Assert.Equal(200, (await visitor.SendAsync(HttpMethod.Get, "/metrics")).Status);
    }
}
