using Holdfast.Cli.Tests.Hosting;
using Holdfast.Verification;

namespace Holdfast.Cli.Tests.Shop;

[Trait("Feature", "114")]
public sealed class LoginTests
{
    [Theory]
    [InlineData(Visitor.Holdfast)]
    [InlineData(Visitor.Stock)]
    public async Task Login_AnyNonEmptyPair_SignsInAndNamesTheSession(string side)
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = server.NewVisitor(side);

        var answer = await visitor.LoginAsync("ann");

        Assert.Equal(200, answer.Status);
        Assert.Equal("success sessionKey message", answer.Shape);
        Assert.True(answer["success"].GetBoolean());
        Assert.Equal("Welcome, ann.", answer["message"].GetString());
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Equal("no-store", answer.Header("Cache-Control")?.Split(',')[0]);
        var session = await visitor.ReadAsync();
        Assert.Equal(answer["sessionKey"].GetString(), session["sessionKey"].GetString());
        Assert.Equal("ann", session["username"].GetString());
    }

    [Theory]
    [Trait("Feature", "113")]
    [InlineData(Visitor.Holdfast, "session")]
    [InlineData(Visitor.Stock, "stock-session")]
    public async Task Login_OverPlainHttp_SetsTheSidesOwnCookieOnly(string side, string name)
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = server.NewVisitor(side);

        var answer = await visitor.LoginAsync("ann");

        var line = Assert.Single(answer.All("Set-Cookie"));
        Assert.Equal($"{name}={visitor.Cookies[name]}; path=/; samesite=lax; httponly", line);
        Assert.Equal("no-store", answer.Header("Cache-Control")?.Split(',')[0]);
    }

    [Fact]
    [Trait("Feature", "113")]
    public async Task Login_OverPlainHttp_GivesAnIdThatIsNotTheKeyAndTellsCachesSo()
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = server.NewVisitor();

        var answer = await visitor.LoginAsync("ann");

        var id = SessionId.Parse(visitor.Cookies["session"]);
        Assert.Equal(id.Key.ToString(), answer["sessionKey"].GetString());
        Assert.DoesNotContain(visitor.Cookies["session"], answer.Text, StringComparison.Ordinal);
        Assert.Equal("Cookie", answer.Header("Vary"));
    }

    [Fact]
    [Trait("Feature", "113")]
    public async Task Login_OverHttps_SetsASecureHostCookie()
    {
        await using var server = await RunningServer.StartAsync(HttpsServer.Settings());
        var visitor = server.NewVisitor();

        var answer = await visitor.LoginAsync("ann");

        var line = Assert.Single(answer.All("Set-Cookie"));
        Assert.Equal($"__Host-session={visitor.Cookies["__Host-session"]}; path=/; secure; samesite=lax; httponly", line);
        Assert.Equal(200, (await visitor.ReadAsync()).Status);
    }

    [Theory]
    [InlineData("""{"username":"","password":"x"}""")]
    [InlineData("""{"username":"ann","password":""}""")]
    [InlineData("""{"username":null,"password":"x"}""")]
    [InlineData("""{"username":"ann"}""")]
    [InlineData("""{"Username":"ann","Password":"x"}""")]
    [InlineData("{}")]
    public async Task Login_WithoutBothHalves_Is401AndMakesNoSession(string body)
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var side in (string[])[Visitor.Holdfast, Visitor.Stock])
        {
            var answer = await server.NewVisitor(side).PostAsync("/login", body);

            answer.Problem(401, "credentials_missing");
            Assert.False(answer["success"].GetBoolean());
            Assert.NotEmpty(answer["message"].GetString()!);
            Assert.Empty(answer.All("Set-Cookie"));
        }

        Assert.Equal(0, (await server.StatisticsAsync()).Created);
    }

    [Fact]
    public async Task Login_NameOverItsLimit_Is400AndSaysWhy()
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await server.NewVisitor().LoginAsync(new string('a', 257));

        Assert.Contains("256", answer.Problem(400, "invalid_value"), StringComparison.Ordinal);
        Assert.False(answer["success"].GetBoolean());
        Assert.Empty(answer.All("Set-Cookie"));
    }

    [Fact]
    [Trait("Feature", "21")]
    [Trait("Invariant", "3")]
    public async Task Login_SameUserAgain_KeepsTheDataAndKillsTheOldId()
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = await server.SignInAsync();
        await visitor.PreferAsync("theme", "dark");
        var before = await visitor.ReadAsync();
        var old = server.NewVisitor();
        old.Cookies["session"] = visitor.Cookies["session"];

        Assert.Equal(200, (await visitor.LoginAsync("ann")).Status);

        Assert.NotEqual(old.Cookies["session"], visitor.Cookies["session"], StringComparer.Ordinal);
        var after = await visitor.ReadAsync();
        Assert.Equal(before["sessionKey"].GetString(), after["sessionKey"].GetString());
        Assert.Equal("dark", after["metadata"].GetProperty("theme").GetString());
        (await old.ReadAsync()).Problem(401, "secret_superseded");
        (await old.PreferAsync("theme", "light")).Problem(401, "secret_superseded");
        Assert.Equal(1, (await server.StatisticsAsync()).Created);
    }

    [Fact]
    [Trait("Invariant", "3")]
    public async Task Login_AnotherUser_EndsTheSessionAsReplacedAndBeginsAFreshOne()
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = await server.SignInAsync();
        await visitor.PreferAsync("theme", "dark");
        var before = await visitor.ReadAsync();
        var old = server.NewVisitor();
        old.Cookies["session"] = visitor.Cookies["session"];

        Assert.Equal(200, (await visitor.LoginAsync("bob")).Status);

        var after = await visitor.ReadAsync();
        Assert.Equal("bob", after["username"].GetString());
        Assert.NotEqual(before["sessionKey"].GetString(), after["sessionKey"].GetString(), StringComparer.Ordinal);
        Assert.Empty(after["metadata"].EnumerateObject());
        var refused = await old.ReadAsync();
        Assert.Contains("replaced", refused.Problem(401, "session_ended"), StringComparison.Ordinal);
        Assert.Equal("replaced", refused["reason"].GetString());
        var totals = await server.StatisticsAsync();
        Assert.Equal((2, 1), (totals.Created, totals.Ended[EndReason.Replaced]));
    }

    [Fact]
    public async Task Login_OnALiveAnonymousSession_KeepsItsDataUnderANewId()
    {
        await using var server = await RunningServer.StartAsync();
        var created = await server.Manager.CreateAsync(
            new NewSession { Data = new Dictionary<string, SessionValue>(StringComparer.Ordinal) { ["cart.mug"] = 2 } }, TestContext.Current.CancellationToken);
        var visitor = server.NewVisitor();
        visitor.Cookies["session"] = created.Id!.Value.Reveal();
        var anonymous = await visitor.ReadAsync();

        Assert.Equal(200, (await visitor.LoginAsync("ann")).Status);

        Assert.Equal(System.Text.Json.JsonValueKind.Null, anonymous["username"].ValueKind);
        var session = await visitor.ReadAsync();
        Assert.Equal("ann", session["username"].GetString());
        Assert.Equal(2, session["metadata"].GetProperty("cart.mug").GetInt64());
        Assert.Equal(created.Session!.Key.ToString(), session["sessionKey"].GetString());
        Assert.NotEqual(created.Id.Value.Reveal(), visitor.Cookies["session"], StringComparer.Ordinal);
    }

    [Fact]
    public async Task Login_OnOneSide_IsUnknownOnTheOther()
    {
        await using var server = await RunningServer.StartAsync();
        var holdfast = await server.SignInAsync();
        var stock = server.NewVisitor(Visitor.Stock);
        foreach (var (name, value) in holdfast.Cookies)
        {
            stock.Cookies[name] = value;
            stock.Cookies["stock-session"] = value;
        }

        Assert.Equal(401, (await stock.ReadAsync()).Status);
        Assert.Equal(200, (await stock.LoginAsync("bob")).Status);
        Assert.Equal("bob", (await stock.ReadAsync())["username"].GetString());
        Assert.Equal("ann", (await holdfast.ReadAsync())["username"].GetString());
        Assert.Equal(1, (await server.StatisticsAsync()).Created);
    }

    [Fact]
    public async Task Login_LoginTime_IsTheInstantOfTheLastSignIn()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
        await using var server = await RunningServer.StartAsync(time: clock);
        var holdfast = await server.SignInAsync();
        var stock = await server.SignInAsync(side: Visitor.Stock);
        clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal("2026-03-04T05:06:07+00:00", (await holdfast.ReadAsync())["loginTime"].GetString());
        Assert.Equal("2026-03-04T05:06:07+00:00", (await stock.ReadAsync())["loginTime"].GetString());

        await holdfast.LoginAsync("ann");

        Assert.Equal("2026-03-04T05:09:07+00:00", (await holdfast.ReadAsync())["loginTime"].GetString());
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task Login_FromAnotherSitesPage_IsRefused(string fetchSite)
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/login") { Content = Visitor.Json("""{"username":"eve","password":"x"}"""u8.ToArray()) };
        request.Headers.Add("Sec-Fetch-Site", fetchSite);

        var answer = await server.NewVisitor().SendAsync(request);

        answer.Problem(403, "cross_site");
        Assert.Equal(0, (await server.StatisticsAsync()).Created);
    }
}
