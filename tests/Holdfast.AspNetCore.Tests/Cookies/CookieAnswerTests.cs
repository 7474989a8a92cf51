using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.AspNetCore.Tests.Cookies;

/// <summary>What the client is sent: when, how, and what else that answer says.</summary>
[Trait("Feature", "113")]
public sealed class CookieAnswerTests
{
    [Fact]
    [Trait("Requirement", "S12")]
    [Trait("Requirement", "S13")]
    [Trait("Requirement", "S14")]
    [Trait("Requirement", "S17")]
    public async Task Create_OverHttps_SetsTheHostCookie()
    {
        await using var app = await TestApp.OnTestHostAsync(Pipeline);
        var browser = Secure(app);

        var reply = await browser.PostAsync("/write");

        Assert.Equal([$"__Host-session={browser.Value}; path=/; secure; samesite=lax; httponly"], reply.SetCookies);
    }

    [Fact]
    [Trait("Requirement", "S12")]
    public async Task Create_OverPlainHttp_SetsACookieWithoutPrefix()
    {
        await using var app = await TestApp.OnKestrelAsync(Pipeline);
        var browser = app.NewBrowser();

        var reply = await browser.PostAsync("/write");

        Assert.Equal([$"session={browser.Value}; path=/; samesite=lax; httponly"], reply.SetCookies);
    }

    [Fact]
    [Trait("Requirement", "S16")]
    public async Task Create_WithTheLongestName_StaysWithin128Bytes()
    {
        var name = new string('n', 61);
        await using var app = await TestApp.OnTestHostAsync(Pipeline, setUp => setUp.Holdfast.ConfigureCookie(cookie => cookie.Name = name));
        var browser = app.NewBrowser(name);

        await browser.PostAsync("/write");

        Assert.Equal(128, name.Length + "=".Length + browser.Value!.Length);
    }

    [Theory]
    [InlineData("/write")]
    [InlineData("/end")]
    public async Task Tell_AfterSomebodySetACookieOfThatName_LeavesOneOnly(string path)
    {
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.Use(async (context, next) =>
            {
                context.Response.Cookies.Append("session", "stale");
                context.Response.Cookies.Append("session-theme", "dark");
                await next(context);
            });
            Pipeline(web);
        });
        var browser = app.NewBrowser();
        await browser.PostAsync("/write");

        browser.Value = path == "/write" ? null : browser.Value;
        var reply = await browser.PostAsync(path);

        Assert.Equal(2, reply.SetCookies.Count);
        Assert.StartsWith("session-theme=dark;", reply.SetCookies[0], StringComparison.Ordinal);
        Assert.StartsWith($"session={browser.Value};", reply.SetCookies[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task LaterRequests_SetNoCookieAgain()
    {
        await using var app = await TestApp.OnKestrelAsync(Pipeline);
        var browser = app.NewBrowser();
        await browser.PostAsync("/write");

        Assert.Empty((await browser.PostAsync("/write")).SetCookies);
        Assert.Empty((await browser.GetAsync("/read")).SetCookies);
    }

    [Theory]
    [InlineData(null, "Cookie")]
    [InlineData("Accept-Encoding, cookie", "Accept-Encoding, cookie")]
    [InlineData("Accept-Encoding", "Accept-Encoding, Cookie")]
    [InlineData("*", "*")]
    [Trait("Requirement", "S19")]
    public async Task Create_KeepsTheAnswerOutOfCaches(string? vary, string expected)
    {
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.UseHoldfast();
            web.MapPost("/write", (HttpContext context) =>
            {
                context.Session.SetString("user", "ada");
                context.Response.Headers.CacheControl = "public, max-age=60";
                context.Response.Headers.Vary = vary;
                return "written";
            });
        });

        var reply = await app.NewBrowser().PostAsync("/write");

        Assert.Equal("no-store", reply.Header("Cache-Control"));
        Assert.Equal(expected, reply.Header("Vary"));
    }

    [Fact]
    [Trait("Requirement", "S19")]
    public async Task Create_BehindACache_IsNeverServedToSomebodyElse()
    {
        var calls = 0;
        await using var app = await TestApp.OnKestrelAsync(
            web =>
            {
                web.UseResponseCaching();
                web.UseHoldfast();
                web.MapGet("/{page}", (string page, HttpContext context) =>
                {
                    context.Response.Headers.CacheControl = "public, max-age=60";
                    if (page == "written")
                    {
                        context.Session.SetString("user", "ada");
                    }

                    return $"page {Interlocked.Increment(ref calls)}";
                });
            },
            setUp => setUp.Services.AddResponseCaching());

        // The cache works, so the second part proves something.
        Assert.Equal("page 1", (await app.NewBrowser().GetAsync("/plain")).Body);
        Assert.Equal("page 1", (await app.NewBrowser().GetAsync("/plain")).Body);

        var (ada, grace) = (app.NewBrowser(), app.NewBrowser());
        Assert.Equal("page 2", (await ada.GetAsync("/written")).Body);
        Assert.Equal("page 3", (await grace.GetAsync("/written")).Body);
        Assert.NotEqual(ada.Id, grace.Id);
    }

    [Fact]
    [Trait("Requirement", "S20")]
    public async Task End_DeletesTheCookieWithTheSameNameAndAttributes()
    {
        await using var app = await TestApp.OnTestHostAsync(Pipeline);
        var browser = Secure(app);
        await browser.PostAsync("/write");

        var reply = await browser.PostAsync("/end");

        Assert.Equal(["__Host-session=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/; secure; samesite=lax; httponly"], reply.SetCookies);
        Assert.Equal("no-store", reply.Header("Cache-Control"));
        Assert.Null(reply.Header("Clear-Site-Data"));
    }

    [Fact]
    [Trait("Requirement", "S20")]
    public async Task End_WithMaxAgeAndClearSiteData_StillDeletesAndSaysSo()
    {
        await using var app = await TestApp.OnTestHostAsync(Pipeline, setUp => setUp.Holdfast.ConfigureCookie(cookie =>
        {
            cookie.MaxAge = TimeSpan.FromDays(7);
            cookie.ClearSiteData = true;
        }));
        var browser = Secure(app);
        await browser.PostAsync("/write");

        var reply = await browser.PostAsync("/end");

        Assert.DoesNotContain("max-age", Assert.Single(reply.SetCookies), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("\"cache\", \"cookies\", \"storage\"", reply.Header("Clear-Site-Data"));
    }

    [Fact]
    [Trait("Requirement", "S20")]
    public async Task End_ByAnotherRequest_LeavesTheCookieToIt()
    {
        await using var app = await TestApp.OnKestrelAsync(Pipeline);
        var browser = app.NewBrowser();
        await browser.PostAsync("/write");
        await app.Manager.EndAsync(browser.Id.Key, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Empty((await browser.GetAsync("/read")).SetCookies);
        Assert.Empty((await browser.PostAsync("/end")).SetCookies);
    }

    [Fact]
    public async Task EndThenWrite_InOneRequest_SetsTheNewCookieOnly()
    {
        await using var app = await TestApp.OnKestrelAsync(Pipeline);
        var browser = app.NewBrowser();
        await browser.PostAsync("/write");
        var old = browser.Id.Key;

        var reply = await browser.PostAsync("/restart");

        Assert.Single(reply.SetCookies);
        Assert.NotEqual(old, browser.Id.Key);
        Assert.Equal("again", (await browser.GetAsync("/read")).Body);
    }

    [Fact]
    [Trait("Requirement", "S17")]
    public async Task MaxAge_LongerThanTheAbsoluteTimeout_IsCutToIt()
    {
        await using var app = await TestApp.OnTestHostAsync(Pipeline, setUp =>
        {
            setUp.Options(options => options.AbsoluteTimeout = TimeSpan.FromHours(2));
            setUp.Holdfast.ConfigureCookie(cookie => cookie.MaxAge = TimeSpan.FromDays(7));
        });

        var line = Assert.Single((await Secure(app).PostAsync("/write")).SetCookies);

        var seconds = int.Parse(line.Split("max-age=")[1].Split(';')[0]);
        Assert.InRange(seconds, 1, 7200);
    }

    private static Browser Secure(TestApp app) => app.NewBrowser("__Host-session");

    private static void Pipeline(WebApplication web)
    {
        web.UseHoldfast();
        web.MapPost("/write", (HttpContext context) => context.Session.SetString("user", "ada"));
        web.MapGet("/read", (HttpContext context) => context.Session.GetString("user") ?? "nobody");
        web.MapPost("/end", async (HttpContext context) => (await context.GetHoldfast().EndAsync()).Status.ToString());
        web.MapPost("/restart", async (HttpContext context) =>
        {
            await context.GetHoldfast().EndAsync();
            context.Session.SetString("user", "again");
        });
    }
}
