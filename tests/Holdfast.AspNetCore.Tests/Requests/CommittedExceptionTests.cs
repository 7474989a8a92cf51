using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Tests.Requests;

/// <summary>What a request had committed before it failed stands, and its client is told: it would hold a dead id otherwise.</summary>
[Trait("Feature", "112")]
[Trait("Requirement", "S6")]
[Trait("Requirement", "S20")]
public sealed class CommittedExceptionTests
{
    public static TheoryData<string> Handlers => ["page", "lambda", "own"];

    [Theory]
    [MemberData(nameof(Handlers))]
    public async Task SignIn_ThenAnException_TheErrorAnswerCarriesTheNewCookie(string handler)
    {
        await using var app = await StartAsync(handler);
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");
        var before = browser.Id;

        var reply = await browser.PostAsync("/signin");

        Assert.Equal(500, reply.Code);
        Assert.StartsWith("session=", Assert.Single(reply.SetCookies), StringComparison.Ordinal);
        Assert.Contains("no-store", reply.Header("Cache-Control")!, StringComparison.Ordinal);
        Assert.NotEqual(before, browser.Id);
        Assert.Equal("apples of ada", (await browser.PostAsync("/who")).Body);
    }

    [Theory]
    [MemberData(nameof(Handlers))]
    public async Task Create_ThenAnException_TheErrorAnswerCarriesTheCookieOfWhatWasCommitted(string handler)
    {
        await using var app = await StartAsync(handler);
        var browser = app.NewBrowser();

        var reply = await browser.PostAsync("/create");

        Assert.Equal(500, reply.Code);
        Assert.Single(reply.SetCookies);
        Assert.Equal("apples of nobody", (await browser.PostAsync("/who")).Body);
    }

    [Theory]
    [MemberData(nameof(Handlers))]
    public async Task Regenerate_ThenAnException_TheErrorAnswerCarriesTheNewCookie(string handler)
    {
        await using var app = await StartAsync(handler);
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");
        var before = browser.Id;

        var reply = await browser.PostAsync("/regenerate");

        Assert.Single(reply.SetCookies);
        Assert.Equal(before.Key, browser.Id.Key);
        Assert.NotEqual(before, browser.Id);
        Assert.Equal("apples of nobody", (await browser.PostAsync("/who")).Body);
    }

    [Theory]
    [MemberData(nameof(Handlers))]
    public async Task End_ThenAnException_TheErrorAnswerDeletesTheCookie(string handler)
    {
        await using var app = await StartAsync(handler);
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");

        var reply = await browser.PostAsync("/end");

        Assert.Equal(500, reply.Code);
        Assert.Contains("expires=Thu, 01 Jan 1970", Assert.Single(reply.SetCookies), StringComparison.Ordinal);
        Assert.Null(browser.Value);
    }

    [Fact]
    public async Task SignIn_ThenAnException_TheErrorPageSeesTheSessionThatWasSignedIn()
    {
        await using var app = await StartAsync("session page");
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");

        var reply = await browser.PostAsync("/signin");

        Assert.Equal("sorry, ada", reply.Body);
        Assert.Single(reply.SetCookies);
        Assert.True((await app.ReadAsync(browser.Id.Key)).Data.ContainsKey("apologised"));
        Assert.Equal(0, app.Counts["holdfast.ids.refused"]);
    }

    [Fact]
    public async Task SignIn_ThenAnExceptionAndAnErrorPageThatSignsOut_TheLastWordIsTold()
    {
        await using var app = await StartAsync("ending page");
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");

        var reply = await browser.PostAsync("/signin");

        Assert.Equal("gone", reply.Body);
        Assert.Contains("expires=Thu, 01 Jan 1970", Assert.Single(reply.SetCookies), StringComparison.Ordinal);
        Assert.Null(browser.Value);
    }

    private static Task<TestApp> StartAsync(string handler) => TestApp.OnKestrelAsync(web =>
    {
        Handle(web, handler);
        web.UseHoldfast();
        web.MapPost("/begin", (HttpContext context) => context.Session.SetString("cart", "apples"));
        web.MapPost("/who", async (HttpContext context) =>
        {
            await context.GetHoldfast().LoadAsync();
            return $"{context.Session.GetString("cart")} of {context.GetHoldfast().Session?.Subject ?? "nobody"}";
        });
        web.MapPost("/signin", (HttpContext context) => FailAfterAsync(context, async scope => await scope.SignInAsync("ada")));
        web.MapPost("/regenerate", (HttpContext context) => FailAfterAsync(context, async scope => await scope.RegenerateAsync()));
        web.MapPost("/end", (HttpContext context) => FailAfterAsync(context, async scope => await scope.EndAsync()));
        web.MapPost("/create", (HttpContext context) =>
            FailAfterAsync(context, async scope => await scope.Change(changes => changes.Set("cart", "apples"u8)).CommitAsync()));
        web.MapPost("/error", (HttpContext context) => context.Response.WriteAsync("sorry"));
        web.MapPost("/error/session", async (HttpContext context) =>
        {
            var scope = context.GetHoldfast();
            await scope.LoadAsync();
            scope.Change(changes => changes.Set("apologised", "yes"));
            await context.Response.WriteAsync($"sorry, {scope.Session?.Subject}");
        });
        web.MapPost("/error/ending", async (HttpContext context) =>
        {
            await context.GetHoldfast().EndAsync();
            await context.Response.WriteAsync("gone");
        });
    });

    private static void Handle(WebApplication web, string handler)
    {
        switch (handler)
        {
            case "page":
                web.UseExceptionHandler("/error");
                break;
            case "session page":
                web.UseExceptionHandler("/error/session");
                break;
            case "ending page":
                web.UseExceptionHandler("/error/ending");
                break;
            case "lambda":
                web.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = context => context.Response.WriteAsync("sorry") });
                break;
            default:
                web.Use(async (context, next) =>
                {
                    try
                    {
                        await next(context);
                    }
                    catch (InvalidOperationException)
                    {
                        Assert.Throws<InvalidOperationException>(() => context.Session);
                        Assert.Throws<InvalidOperationException>(() => context.GetHoldfast());
                        context.Response.StatusCode = 500;
                        await context.Response.WriteAsync("sorry");
                    }
                });
                break;
        }
    }

    private static async Task FailAfterAsync(HttpContext context, Func<SessionScope, Task> commit)
    {
        await commit(context.GetHoldfast());
        context.GetHoldfast().Change(changes => changes.Set("cart", "pears"));
        throw new InvalidOperationException("A fault.");
    }
}
