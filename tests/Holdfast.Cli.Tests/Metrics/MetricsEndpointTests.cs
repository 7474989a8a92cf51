using Holdfast.Cli.Tests.Hosting;

namespace Holdfast.Cli.Tests.Metrics;

[Trait("Feature", "120")]
public sealed class MetricsEndpointTests
{
    [Fact]
    public async Task Get_AfterWork_CountsWhatWasDone()
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = await server.SignInAsync();
        for (var i = 0; i < 10; i++)
        {
            await visitor.IncrementAsync();
        }

        await visitor.PreferAsync("note", "text");
        await visitor.IncrementAsync("""{"key":"note"}""");
        await (await server.SignInAsync("bob")).LogoutAsync();

        var families = await ReadAsync(server);

        Assert.Equal(("gauge", 1), (families["holdfast_sessions_active"].Type, families["holdfast_sessions_active"].Total()));
        Assert.Equal(("counter", 2), (families["holdfast_sessions_created_total"].Type, families["holdfast_sessions_created_total"].Total()));
        Assert.Equal(1, families["holdfast_sessions_ended_total"].Total("", ("reason", "logged_out")));
        var commits = families["holdfast_commit_duration_seconds"];
        Assert.Equal(("histogram", 11), (commits.Type, commits.Total("_count", ("outcome", "ok"), ("store", "memory"))));
        Assert.Equal(1, commits.Total("_count", ("outcome", "invalid")));
        Assert.True(commits.Total("_sum") > 0, "Commits took no time at all: their clock is too coarse to measure them.");
        Assert.Equal(11, families["holdfast_session_size_bytes"].Total("_count"));
        var requests = families["http_server_request_duration_seconds"];
        Assert.Equal(10, requests.Total("_count", ("http_route", "/api/session/increment"), ("http_response_status_code", "200")));
        Assert.Equal(1, requests.Total("_count", ("http_route", "/api/session/increment"), ("http_response_status_code", "409")));
    }

    [Fact]
    public async Task Get_Always_IsTextOfVersion004ThatNoCacheKeeps()
    {
        await using var server = await RunningServer.StartAsync();
        var answer = await server.NewVisitor().SendAsync(HttpMethod.Get, "/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Header("Content-Type"));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task Get_AfterWork_NamesNoKeyNoSecretAndNoUser()
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = await server.SignInAsync("marguerite");
        await visitor.PreferAsync("favourite", "absinthe");
        var id = visitor.Cookies["session"];
        await visitor.LogoutAsync();
        await visitor.SendAsync(HttpMethod.Get, "/nothing/marguerite");

        var text = (await server.NewVisitor().SendAsync(HttpMethod.Get, "/metrics")).Text;

        foreach (var secret in (string[])[id.Split('.')[0], id.Split('.')[1], "marguerite", "favourite", "absinthe", "cart"])
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Get_AfterManyOddRequests_HasABoundedNumberOfSeries()
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = server.NewVisitor();
        for (var i = 0; i < 300; i++)
        {
            await visitor.SendAsync(new HttpMethod($"ODD{i}"), $"/odd/{i}");
        }

        var families = await ReadAsync(server);

        Assert.True(families["http_server_request_duration_seconds"].Samples.Count < 60, "Each odd request made a series of its own.");
    }

    [Fact]
    public async Task Get_FromTwoServersInOneProcess_TellsEachItsOwn()
    {
        await using var first = await RunningServer.StartAsync();
        await using var second = await RunningServer.StartAsync();
        await first.SignInAsync();

        Assert.Equal(1, (await ReadAsync(first))["holdfast_sessions_created_total"].Total());
        Assert.Equal(0, (await ReadAsync(second))["holdfast_sessions_created_total"].Total());
    }

    [Fact]
    public async Task Get_WhileRequestsRun_IsWellFormedEachTime()
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = await server.SignInAsync();
        var clicks = Task.WhenAll(Enumerable.Range(0, 400).Select(_ => visitor.IncrementAsync()));
        double last = 0;
        do
        {
            var families = await ReadAsync(server);
            if (families.TryGetValue("holdfast_commit_duration_seconds", out var commits))
            {
                Assert.True(commits.Total("_count") >= last, "A total went back.");
                last = commits.Total("_count");
            }
        }
        while (!clicks.IsCompleted);

        await clicks;
        Assert.Equal(400, (await ReadAsync(server))["holdfast_commit_duration_seconds"].Total("_count"));
    }

    private static async Task<IReadOnlyDictionary<string, PrometheusFamily>> ReadAsync(RunningServer server)
    {
        var answer = await server.NewVisitor().SendAsync(HttpMethod.Get, "/metrics");
        Assert.Equal(200, answer.Status);
        return PrometheusText.Parse(answer.Text);
    }
}
