using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.AspNetCore.Tests.Requests;

/// <summary>Where the middleware stands in a pipeline.</summary>
[Trait("Feature", "112")]
public sealed class PlacementTests
{
    [Fact]
    public async Task GetHoldfast_WithoutTheMiddleware_SaysWhatToDo()
    {
        await using var app = await TestApp.OnTestHostAsync(web => web.MapGet("/", (HttpContext context) =>
            Assert.Throws<InvalidOperationException>(() => context.GetHoldfast()).Message));

        Assert.Contains("UseHoldfast", (await app.NewBrowser().GetAsync("/")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetHoldfast_CalledTwice_IsOneScopeAlsoForTheFrameworksSession()
    {
        await using var app = await TestApp.OnTestHostAsync(web =>
        {
            web.UseHoldfast();
            web.MapGet("/", (HttpContext context) =>
            {
                context.Session.SetString("user", "ada");
                return ReferenceEquals(context.GetHoldfast(), context.GetHoldfast()) && context.GetHoldfast().HasChanges;
            });
        });

        Assert.Equal("true", (await app.NewBrowser().GetAsync("/")).Body);
    }

    [Fact]
    public async Task UseHoldfast_TwiceOnOnePath_CommitsOnce()
    {
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.UseHoldfast();
            web.UseHoldfast();
            web.MapPost("/", (HttpContext context) => context.Session.SetString("user", "ada"));
        });

        Assert.Single((await app.NewBrowser().PostAsync("/")).SetCookies);
        Assert.Equal(1, app.Store.Creates);
    }

    [Fact]
    public async Task UseHoldfast_AfterTheRequest_LeavesTheFeaturesAsTheyWere()
    {
        var before = new object?[2];
        var after = new object?[2];
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.Use(async (context, next) =>
            {
                before = [context.Features.Get<ISessionFeature>(), context.Features.Get<IHttpResponseBodyFeature>()];
                await next(context);
                after = [context.Features.Get<ISessionFeature>(), context.Features.Get<IHttpResponseBodyFeature>()];
                Assert.Throws<InvalidOperationException>(() => context.GetHoldfast());
            });
            web.UseHoldfast();
            web.MapPost("/", (HttpContext context) => context.Session.SetString("user", "ada"));
        });

        Assert.Equal(200, (await app.NewBrowser().PostAsync("/")).Code);
        Assert.Null(after[0]);
        Assert.Same(before[1], after[1]);
    }

    [Fact]
    public async Task StockSession_OnABranchOfItsOwn_WorksBesideHoldfast()
    {
        await using var app = await TestApp.OnKestrelAsync(
            web =>
            {
                web.UseHoldfast();
                web.UseWhen(context => context.Request.Path.StartsWithSegments("/stock", StringComparison.Ordinal), branch => branch.UseSession());
                web.MapPost("/stock/write", (HttpContext context) => context.Session.SetString("user", "stock"));
                web.MapPost("/stock/both", (HttpContext context) =>
                {
                    context.GetHoldfast().Change(changes => changes.Set("user", "ours"));
                    return context.Session.GetType().Name;
                });
                web.MapPost("/write", (HttpContext context) => context.Session.SetString("user", "ours"));
            },
            setUp => setUp.Services.AddDistributedMemoryCache().AddSession());

        Assert.StartsWith(".AspNetCore.Session=", Assert.Single((await app.NewBrowser().PostAsync("/stock/write")).SetCookies), StringComparison.Ordinal);
        Assert.Equal(0, app.Store.Calls);
        Assert.Equal("DistributedSession", (await app.NewBrowser().PostAsync("/stock/both")).Body);
        Assert.Equal(1, app.Store.Creates);
        Assert.StartsWith("session=", Assert.Single((await app.NewBrowser().PostAsync("/write")).SetCookies), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UseHoldfast_OnAnAnswerThatHasBegun_LetsReadAndRefusesToBeginASession()
    {
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.Use(async (context, next) =>
            {
                await context.Response.WriteAsync("begun ");
                await next(context);
            });
            web.UseHoldfast();
            web.Run(async context =>
            {
                var refused = Assert.Throws<InvalidOperationException>(() => context.Session.SetString("user", "ada"));
                await context.Response.WriteAsync(context.Session.GetString("user") ?? refused.GetType().Name);
            });
        });

        Assert.Equal("begun InvalidOperationException", (await app.NewBrowser().PostAsync("/")).Body);
    }

    [Theory]
    [InlineData("/write")]
    [InlineData("/held")]
    public async Task UseHoldfast_OnAnAnswerThatHasBegun_CommitsAndPassesOnEveryByte(string path)
    {
        await using var app = await BegunEarlierAsync();
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");

        var reply = await browser.PostAsync(path);

        Assert.Equal("begun more", reply.Body);
        Assert.True((await app.ReadAsync(browser.Id.Key)).Data.ContainsKey("late"));
    }

    [Theory]
    [InlineData("/write")]
    [InlineData("/held")]
    public async Task UseHoldfast_OnAnAnswerThatHasBegun_AbortsWhenTheCommitIsRefused(string path)
    {
        await using var app = await BegunEarlierAsync();
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");
        app.Store.WriteFailure = Status.Unavailable;

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => browser.PostAsync(path));

        Assert.Equal(1, app.Counts["holdfast.requests.late_failures"]);
    }

    private static Task<TestApp> BegunEarlierAsync() => TestApp.OnKestrelAsync(web =>
    {
        web.Use(async (context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments("/begin", StringComparison.Ordinal))
            {
                await context.Response.WriteAsync("begun ");
                await context.Response.Body.FlushAsync();
            }

            await next(context);
        });
        web.UseHoldfast();
        web.MapPost("/begin", (HttpContext context) => context.Session.SetString("user", "ada"));
        web.MapPost("/write", async (HttpContext context) =>
        {
            context.Session.SetString("late", "yes");
            await context.Response.WriteAsync("more");
        });
        web.MapPost("/held", (HttpContext context) =>
        {
            context.Session.SetString("late", "yes");
            "more"u8.CopyTo(context.Response.BodyWriter.GetSpan(4));
            context.Response.BodyWriter.Advance(4);
        });
    });
}
