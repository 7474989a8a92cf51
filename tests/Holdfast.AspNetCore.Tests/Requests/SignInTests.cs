using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Tests.Requests;

/// <summary>Signing in changes the id, so that an id planted before is worth nothing.</summary>
[Trait("Requirement", "S6")]
[Trait("Invariant", "3")]
public sealed class SignInTests
{
    [Fact]
    public async Task SignIn_OnAnAnonymousSession_KeepsItsDataUnderANewId()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.PostAsync("/cart");
        var planted = browser.Id;

        var reply = await browser.PostAsync("/signin/ada");

        Assert.Single(reply.SetCookies);
        Assert.Equal(planted.Key, browser.Id.Key);
        Assert.False(planted == browser.Id);
        Assert.Equal("ada has apples", (await browser.PostAsync("/who")).Body);
    }

    [Fact]
    public async Task SignIn_TheOldId_IsDeadAtOnceAndNotAdopted()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.PostAsync("/cart");
        var thief = app.NewBrowser();
        thief.Value = browser.Value;
        await browser.PostAsync("/signin/ada");

        Assert.Equal("nobody has nothing", (await thief.PostAsync("/who")).Body);
        var written = await thief.PostAsync("/cart");

        Assert.Equal(200, written.Code);
        Assert.NotEqual(browser.Id.Key, thief.Id.Key);
        Assert.Equal("ada has apples", (await browser.PostAsync("/who")).Body);
    }

    [Fact]
    [Trait("Fault", "K3")]
    public async Task SignIn_ARequestOfTheOldIdUnderWay_IsRefusedWith401AndKeepsItsCookie()
    {
        var underWay = new SemaphoreSlim(0);
        var goOn = new SemaphoreSlim(0);
        await using var app = await StartAsync(underWay, goOn);
        var browser = app.NewBrowser();
        await browser.PostAsync("/cart");
        var thief = app.NewBrowser();
        thief.Value = browser.Value;

        var slow = thief.PostAsync("/slow");
        await underWay.WaitAsync(TestContext.Current.CancellationToken);
        await browser.PostAsync("/signin/ada");
        goOn.Release();
        var reply = await slow;

        Assert.Equal(401, reply.Code);
        Assert.Equal(ErrorCodes.SecretSuperseded, reply.ProblemCode());
        Assert.Empty(reply.SetCookies);
        Assert.Equal("ada has apples", (await browser.PostAsync("/who")).Body);
    }

    [Fact]
    public async Task SignIn_OnAnotherSubjectsSession_BeginsAFreshOne()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.PostAsync("/cart");
        await browser.PostAsync("/signin/ada");
        var adas = browser.Id.Key;

        var reply = await browser.PostAsync("/signin/grace");

        Assert.Single(reply.SetCookies);
        Assert.NotEqual(adas, browser.Id.Key);
        Assert.Equal("grace has nothing", (await browser.PostAsync("/who")).Body);
        Assert.Equal(EndReason.Replaced, (await app.Manager.GetAsync(adas, TestContext.Current.CancellationToken)).EndReason);
    }

    [Fact]
    public async Task SignIn_ThenARefusedCommit_SendsTheNewCookieWithTheProblem()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.PostAsync("/cart");

        // The id was changed in the store already: without the cookie the browser would have lost its session.
        var reply = await browser.PostAsync("/signin-and-overflow");

        Assert.Equal(413, reply.Code);
        Assert.StartsWith("session=", Assert.Single(reply.SetCookies), StringComparison.Ordinal);
        Assert.Equal("ada has apples", (await browser.PostAsync("/who")).Body);
    }

    private static Task<TestApp> StartAsync(SemaphoreSlim? underWay = null, SemaphoreSlim? goOn = null) => TestApp.OnKestrelAsync(web =>
    {
        web.UseHoldfast();
        web.MapPost("/cart", (HttpContext context) => context.Session.SetString("cart", "apples"));
        web.MapPost("/who", async (HttpContext context) =>
        {
            await context.Session.LoadAsync();
            return $"{context.GetHoldfast().Session?.Subject ?? "nobody"} has {context.Session.GetString("cart") ?? "nothing"}";
        });
        web.MapPost("/signin/{name}", async (string name, HttpContext context) => (await context.GetHoldfast().SignInAsync(name)).Status.ToString());
        web.MapPost("/signin-and-overflow", async (HttpContext context) =>
        {
            await context.GetHoldfast().SignInAsync("ada");
            context.Session.Set("large", new byte[1_000_000]);
        });
        web.MapPost("/slow", async (HttpContext context) =>
        {
            var cart = context.Session.GetString("cart");
            underWay!.Release();
            await goOn!.WaitAsync();
            context.Session.SetString("cart", cart + " and poison");
        });
    });
}
