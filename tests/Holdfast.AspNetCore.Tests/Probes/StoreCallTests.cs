using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Tests.Probes;

/// <summary>How often a request asks the store.</summary>
[Trait("Feature", "112")]
public sealed class StoreCallTests
{
    [Fact]
    public async Task Untouched_WithoutCookie_AsksNothing()
    {
        await using var app = await StartAsync();
        for (var n = 0; n < 10; n++)
        {
            var reply = await app.NewBrowser().GetAsync("/nothing");
            Assert.Empty(reply.SetCookies);
        }

        Assert.Equal(0, app.Store.Calls);
    }

    [Fact]
    public async Task Untouched_ScopeTakenButNotUsed_AsksNothing()
    {
        await using var app = await StartAsync();

        var reply = await app.NewBrowser().GetAsync("/taken");

        Assert.Equal("nothing", reply.Body);
        Assert.Equal(0, app.Store.Calls);
        Assert.Empty(reply.SetCookies);
    }

    [Fact]
    [Trait("Feature", "33")]
    public async Task Untouched_WithCookie_TouchesOnceAndAwaitsNothing()
    {
        await using var app = await StartAsync();
        var browser = await SignedUpAsync(app);

        // The store never answers the touch, and the client is answered all the same.
        var never = new SemaphoreSlim(0);
        app.Store.TouchGate = never;
        var reply = await browser.GetAsync("/nothing");

        Assert.Equal("nothing", reply.Body);
        Assert.Empty(reply.SetCookies);
        Assert.Equal((1, 1), (app.Store.Touches, app.Store.Calls));
        never.Release();
    }

    [Fact]
    public async Task Read_WithCookie_LoadsOnce()
    {
        await using var app = await StartAsync();
        var browser = await SignedUpAsync(app);

        Assert.Equal("red", (await browser.GetAsync("/read")).Body);

        Assert.Equal((1, 1), (app.Store.Loads, app.Store.Calls));
    }

    [Fact]
    public async Task Write_WithCookie_LoadsOnceAndAppliesOnce()
    {
        await using var app = await StartAsync();
        var browser = await SignedUpAsync(app);

        await browser.PostAsync("/write");

        Assert.Equal((1, 1, 2), (app.Store.Loads, app.Store.Applies, app.Store.Calls));
    }

    [Fact]
    public async Task Write_WithoutCookie_CreatesOnce()
    {
        await using var app = await StartAsync();

        await app.NewBrowser().PostAsync("/write");

        Assert.Equal((1, 1), (app.Store.Creates, app.Store.Calls));
    }

    [Theory]
    [InlineData("/remove")]
    [InlineData("/clear")]
    public async Task Remove_WithoutCookie_CreatesNothing(string path)
    {
        await using var app = await StartAsync();

        var reply = await app.NewBrowser().PostAsync(path);

        Assert.Equal(200, reply.Code);
        Assert.Empty(reply.SetCookies);
        Assert.Equal(0, app.Store.Calls);
    }

    private static Task<TestApp> StartAsync() => TestApp.OnKestrelAsync(web =>
    {
        web.UseHoldfast();
        web.MapGet("/nothing", () => "nothing");
        web.MapGet("/taken", (HttpContext context) => context.GetHoldfast().HasChanges ? "something" : "nothing");
        web.MapGet("/read", (HttpContext context) => context.Session.GetString("colour"));
        web.MapPost("/write", (HttpContext context) => context.Session.SetString("colour", "red"));
        web.MapPost("/remove", (HttpContext context) => context.Session.Remove("colour"));
        web.MapPost("/clear", (HttpContext context) => context.Session.Clear());
    });

    private static async Task<Browser> SignedUpAsync(TestApp app)
    {
        var browser = app.NewBrowser();
        await browser.PostAsync("/write");
        app.Store.ForgetCounts();
        return browser;
    }
}
