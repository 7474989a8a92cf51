using Holdfast.Cli.Tests.Hosting;

namespace Holdfast.Cli.Tests.Shop;

[Trait("Feature", "118")]
[Trait("Invariant", "7")]
public sealed class StatisticsTests
{
    [Fact]
    public async Task Get_AfterEndsOfSeveralKinds_HasTheContractsShapeAndAddsUp()
    {
        await using var server = await RunningServer.StartAsync();
        await server.SignInAsync("ann");
        await (await server.SignInAsync("bob")).LogoutAsync();
        await (await server.SignInAsync("cyd")).LoginAsync("dan");
        var evicted = await server.SignInAsync("eve");
        await server.Manager.EndAsync(SessionId.Parse(evicted.Cookies["session"]).Key, EndReason.IdleTimeout, TestContext.Current.CancellationToken);

        var answer = await server.NewVisitor().SendAsync(HttpMethod.Get, "/api/stats");

        Assert.Equal((200, "application/json", "no-store"), (answer.Status, answer.Header("Content-Type"), answer.Header("Cache-Control")));
        Assert.Equal("created active activeActual ended endedByReason cacheHits cacheMisses pendingEnds deadLetters discrepancy", answer.Shape);
        Assert.Equal(5, answer["created"].GetInt64());
        Assert.Equal(2, answer["active"].GetInt64());
        Assert.Equal(2, answer["activeActual"].GetInt64());
        Assert.Equal(3, answer["ended"].GetInt64());
        Assert.Equal(0, answer["discrepancy"].GetInt64());
        var reasons = answer["endedByReason"].EnumerateObject().Select(reason => $"{reason.Name} {reason.Value}").Order(StringComparer.Ordinal);
        Assert.Equal("idle_timeout 1, logged_out 1, replaced 1", string.Join(", ", reasons));
    }

    [Fact]
    public async Task Get_WhileSessionsComeAndGo_NeverShowsADiscrepancy()
    {
        await using var server = await RunningServer.StartAsync();
        var observer = server.NewVisitor();
        var coming = Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            var visitor = await server.SignInAsync($"user{i}");
            await visitor.LogoutAsync();
        }));

        do
        {
            var answer = await observer.SendAsync(HttpMethod.Get, "/api/stats");
            Assert.Equal(0, answer["discrepancy"].GetInt64());
            Assert.Equal(answer["created"].GetInt64(), answer["active"].GetInt64() + answer["ended"].GetInt64());
        }
        while (!coming.IsCompleted);

        await coming;
        Assert.Equal(40, (await server.StatisticsAsync()).Ended[EndReason.LoggedOut]);
    }
}
