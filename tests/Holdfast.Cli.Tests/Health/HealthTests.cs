using Holdfast.Cli.Tests.Hosting;
using Holdfast.Verification;

namespace Holdfast.Cli.Tests.Health;

[Trait("Feature", "115")]
public sealed class HealthTests
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/health/ready")]
    public async Task Get_OnAGoodStore_Is200AndNamesTheNumbers(string path)
    {
        await using var server = await RunningServer.StartAsync();
        await server.SignInAsync();

        var answer = await server.NewVisitor().SendAsync(HttpMethod.Get, path);

        Assert.Equal((200, "application/json"), (answer.Status, answer.Header("Content-Type")));
        Assert.Equal("status checks", answer.Shape);
        Assert.Equal("healthy", answer["status"].GetString());
        var check = answer["checks"].GetProperty("holdfast");
        Assert.Equal("healthy", check.GetProperty("status").GetString());
        var data = check.GetProperty("data");
        Assert.Equal(1, data.GetProperty("reported").GetInt64());
        Assert.Equal(1, data.GetProperty("actual").GetInt64());
        Assert.Equal(0, data.GetProperty("discrepancy").GetInt64());
        Assert.Equal(0, data.GetProperty("pendingEnds").GetInt64());
        Assert.Equal(0, data.GetProperty("deadLetters").GetInt64());
    }

    [Fact]
    [Trait("Feature", "116")]
    public async Task Get_Live_AsksNothingOfTheStore()
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await server.NewVisitor().SendAsync(HttpMethod.Get, "/health/live");

        Assert.Equal((200, "healthy"), (answer.Status, answer["status"].GetString()));
        Assert.Empty(answer["checks"].EnumerateObject());
        Assert.Equal(0, (await server.StatisticsAsync()).Created);
    }

    [Fact]
    [Trait("Feature", "116")]
    public async Task Get_OnAStoreThatIsGone_Is503AndSaysWhatFailed()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Manager.DisposeAsync();
        foreach (var path in (string[])["/health", "/health/ready"])
        {
            var answer = await server.NewVisitor().SendAsync(HttpMethod.Get, path);

            Assert.Equal((503, "unhealthy"), (answer.Status, answer["status"].GetString()));
            Assert.NotEmpty(answer["checks"].GetProperty("holdfast").GetProperty("description").GetString()!);
        }
    }

    [Fact]
    public async Task Get_Often_ProbesOncePerInterval()
    {
        var clock = new ManualTimeProvider();
        await using var server = await RunningServer.StartAsync(time: clock);
        var visitor = server.NewVisitor();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => visitor.SendAsync(HttpMethod.Get, "/health")));
        Assert.Equal(1, (await server.StatisticsAsync()).Created);
        clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        await visitor.SendAsync(HttpMethod.Get, "/health/ready");
        Assert.Equal(1, (await server.StatisticsAsync()).Created);
        clock.Advance(TimeSpan.FromTicks(1));
        await visitor.SendAsync(HttpMethod.Get, "/health/ready");

        var totals = await server.StatisticsAsync();
        Assert.Equal((2, 0, 2), (totals.Created, totals.Active, totals.Ended[EndReason.Completed]));
    }
}
