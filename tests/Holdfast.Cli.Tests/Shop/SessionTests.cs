using Holdfast.Cli.Tests.Hosting;
using Holdfast.Verification;

namespace Holdfast.Cli.Tests.Shop;

[Trait("Feature", "114")]
public sealed class SessionTests
{
    [Theory]
    [Trait("Feature", "11")]
    [InlineData(Visitor.Holdfast)]
    [InlineData(Visitor.Stock)]
    public async Task Read_EachTime_CountsOneAccessAndShowsTheNewCount(string side)
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = await server.SignInAsync(side: side);

        var first = await visitor.ReadAsync();
        var second = await visitor.ReadAsync();

        Assert.Equal("sessionKey username loginTime accessCount version metadata", first.Shape);
        Assert.Equal(1, first["accessCount"].GetInt64());
        Assert.Equal(2, second["accessCount"].GetInt64());
        Assert.Equal(first["version"].GetInt64() + 1, second["version"].GetInt64());
    }

    [Theory]
    [InlineData(Visitor.Holdfast)]
    [InlineData(Visitor.Stock)]
    public async Task Read_Metadata_ShowsPreferencesAsTextsAndCountersAsNumbers(string side)
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = await server.SignInAsync(side: side);
        await visitor.PreferAsync("theme", "dark");
        await visitor.PreferAsync("note", "<b>\\u00e9\\n</b>");
        await visitor.PreferAsync("number", "7");
        await visitor.IncrementAsync("""{"key":"cart.mug","by":2}""");
        await visitor.IncrementAsync();

        var session = await visitor.ReadAsync();

        var metadata = session["metadata"].EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetRawText(), StringComparer.Ordinal);
        Assert.Equal(5, metadata.Count);
        Assert.Equal("\"dark\"", metadata["theme"]);
        Assert.Equal("<b>é\n</b>", session["metadata"].GetProperty("note").GetString());
        Assert.Equal("\"7\"", metadata["number"]);
        Assert.Equal("2", metadata["cart.mug"]);
        Assert.Equal("1", metadata["hits"]);
        Assert.Equal(6, session["accessCount"].GetInt64());
    }

    [Fact]
    public async Task AnyRequest_WithoutASession_Is401AndMakesNone()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var visitor in new[] { server.NewVisitor(), server.NewVisitor(Visitor.Stock) })
        {
            foreach (var answer in new[]
            {
                await visitor.ReadAsync(), await visitor.PreferAsync("a", "b"), await visitor.IncrementAsync(), await visitor.LogoutAsync(),
                // Who may not write is not told what would be wrong with it.
                await visitor.IncrementAsync("{malformed"), await visitor.IncrementAsync(query: "?workMs=-1"),
            })
            {
                Assert.Contains("no live session", answer.Problem(401, "session_not_found"), StringComparison.Ordinal);
                Assert.Empty(answer.All("Set-Cookie"));
            }
        }

        Assert.Equal(0, (await server.StatisticsAsync()).Created);
    }

    [Theory]
    [Trait("Feature", "20")]
    [Trait("Invariant", "3")]
    [InlineData(EndReason.LoggedOut, "logged_out", "signed out")]
    [InlineData(EndReason.Revoked, "revoked", "revoked")]
    [InlineData(EndReason.Evicted, "evicted", "room")]
    [InlineData(EndReason.Replaced, "replaced", "replaced")]
    [InlineData(EndReason.Shutdown, "shutdown", "server")]
    public async Task AnyRequest_AfterTheEnd_Is401AndSaysWhy(EndReason reason, string code, string word)
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = await server.SignInAsync();
        await server.Manager.EndAsync(SessionId.Parse(visitor.Cookies["session"]).Key, reason, TestContext.Current.CancellationToken);

        foreach (var answer in new[]
        {
            await visitor.ReadAsync(), await visitor.PreferAsync("a", "b"), await visitor.IncrementAsync(), await visitor.LogoutAsync(),
        })
        {
            Assert.Contains(word, answer.Problem(401, "session_ended"), StringComparison.Ordinal);
            Assert.Equal(code, answer["reason"].GetString());
            Assert.Empty(answer.All("Set-Cookie"));
        }
    }

    [Fact]
    [Trait("Feature", "31")]
    [Trait("Invariant", "6")]
    public async Task Read_AtTheIdleDeadline_Is401AndATickBeforeItIsNot()
    {
        var clock = new ManualTimeProvider();
        await using var server = await RunningServer.StartAsync(RunningServer.Settings with { IdleTimeout = TimeSpan.FromMinutes(7) }, clock);
        var visitor = await server.SignInAsync();

        clock.Advance(TimeSpan.FromMinutes(7) - TimeSpan.FromTicks(1));
        Assert.Equal(200, (await visitor.ReadAsync()).Status);
        clock.Advance(TimeSpan.FromMinutes(7));

        var answer = await visitor.ReadAsync();
        Assert.Contains("not used", answer.Problem(401, "session_ended"), StringComparison.Ordinal);
        Assert.Equal("idle_timeout", answer["reason"].GetString());
    }

    [Fact]
    [Trait("Feature", "32")]
    public async Task Read_AtTheAbsoluteDeadline_Is401HoweverOftenItWasUsed()
    {
        var clock = new ManualTimeProvider();
        var settings = RunningServer.Settings with { IdleTimeout = TimeSpan.FromMinutes(10), AbsoluteTimeout = TimeSpan.FromMinutes(12) };
        await using var server = await RunningServer.StartAsync(settings, clock);
        var visitor = await server.SignInAsync();

        for (var minute = 1; minute < 12; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(200, (await visitor.ReadAsync()).Status);
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        var answer = await visitor.ReadAsync();
        answer.Problem(401, "session_ended");
        Assert.Equal("absolute_timeout", answer["reason"].GetString());
    }

    [Fact]
    [Trait("Feature", "33")]
    public async Task Statistics_AskedByAPageAllTheTime_KeepNoSessionAlive()
    {
        var clock = new ManualTimeProvider();
        await using var server = await RunningServer.StartAsync(RunningServer.Settings with { IdleTimeout = TimeSpan.FromMinutes(2) }, clock);
        var visitor = await server.SignInAsync();

        for (var i = 0; i < 4; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            Assert.Equal(200, (await visitor.SendAsync(HttpMethod.Get, "/api/stats")).Status);
            Assert.Equal(200, (await visitor.SendAsync(HttpMethod.Get, "/")).Status);
        }

        Assert.Equal("idle_timeout", (await visitor.ReadAsync())["reason"].GetString());
    }

    [Theory]
    [InlineData(Visitor.Holdfast)]
    [InlineData(Visitor.Stock)]
    public async Task Logout_Once_Is204DeletesTheCookieAndASecondTimeIs401(string side)
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = await server.SignInAsync(side: side);
        var copy = server.NewVisitor(side);
        foreach (var (name, value) in visitor.Cookies)
        {
            copy.Cookies[name] = value;
        }

        var answer = await visitor.LogoutAsync();

        Assert.Equal((204, string.Empty), (answer.Status, answer.Text));
        Assert.Empty(visitor.Cookies);
        Assert.Equal(401, (await visitor.LogoutAsync()).Status);
        Assert.Equal(401, (await copy.ReadAsync()).Status);
        Assert.Equal(401, (await copy.LogoutAsync()).Status);
    }
}
