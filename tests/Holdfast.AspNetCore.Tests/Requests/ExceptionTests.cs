using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Tests.Requests;

/// <summary>A request that fails has changed nothing.</summary>
[Trait("Feature", "112")]
public sealed class ExceptionTests
{
    [Theory]
    [InlineData("/throw")]
    [InlineData("/throw/typed")]
    [InlineData("/throw/unflushed")]
    public async Task Exception_ThatEscapes_DropsWhatWasRecorded(string path)
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");
        app.Store.ForgetCounts();

        var reply = await browser.PostAsync(path);

        Assert.Equal(500, reply.Code);
        Assert.Empty(reply.Body);
        Assert.Equal(0, app.Store.Applies);
        Assert.Equal("ada", (await browser.PostAsync("/user")).Body);
    }

    [Fact]
    public async Task Exception_InTheFirstRequest_CreatesNothingAndSetsNoCookie()
    {
        await using var app = await StartAsync();

        var reply = await app.NewBrowser().PostAsync("/throw");

        Assert.Equal(500, reply.Code);
        Assert.Empty(reply.SetCookies);
        Assert.Equal(0, app.Store.Calls);
    }

    [Fact]
    public async Task Exception_HandledOutside_LeavesTheHandlerASessionOfItsOwn()
    {
        await using var app = await StartAsync(web => web.UseExceptionHandler("/error"));
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");

        var reply = await browser.PostAsync("/throw");

        Assert.Equal(500, reply.Code);
        Assert.Equal("sorry, ada", reply.Body);
        Assert.True((await app.ReadAsync(browser.Id.Key)).Data.ContainsKey("apologised"));
        Assert.Equal("ada", (await browser.PostAsync("/user")).Body);
    }

    [Fact]
    public async Task Exception_AfterTheAnswerBegan_DropsWhatWasRecordedSince()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => browser.PostAsync("/throw/late"));

        Assert.Equal("before", (await browser.PostAsync("/user")).Body);
    }

    private static Task<TestApp> StartAsync(Action<WebApplication>? outside = null) => TestApp.OnKestrelAsync(web =>
    {
        outside?.Invoke(web);
        web.UseHoldfast();
        web.MapPost("/begin", (HttpContext context) => context.Session.SetString("user", "ada"));
        web.MapPost("/user", (HttpContext context) => context.Session.GetString("user"));
        web.MapPost("/throw", string (HttpContext context) =>
        {
            context.Session.SetString("user", "grace");
            throw new InvalidOperationException("A fault.");
        });
        web.MapPost("/throw/typed", string (HttpContext context) =>
        {
            context.GetHoldfast().Change(changes => changes.Set("user", "grace"));
            throw new InvalidOperationException("A fault.");
        });
        web.MapPost("/throw/unflushed", void (HttpContext context) =>
        {
            context.Session.SetString("user", "grace");
            context.Response.BodyWriter.GetSpan(5)[..5].Fill((byte)'x');
            context.Response.BodyWriter.Advance(5);
            throw new InvalidOperationException("A fault.");
        });
        web.MapPost("/throw/late", async Task (HttpContext context) =>
        {
            context.Session.SetString("user", "before");
            await context.Response.WriteAsync("begun");
            await context.Response.Body.FlushAsync();
            context.Session.SetString("user", "after");
            throw new InvalidOperationException("A fault.");
        });
        web.MapPost("/error", async (HttpContext context) =>
        {
            await context.Session.LoadAsync();
            context.Session.SetString("apologised", "yes");
            await context.Response.WriteAsync($"sorry, {context.Session.GetString("user")}");
        });
    });
}
