using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Tests.Requests;

/// <summary>Operations recorded after the client has seen the first byte.</summary>
[Trait("Feature", "112")]
[Trait("Invariant", "8")]
public sealed class LateOperationTests
{
    [Fact]
    public async Task Late_OnASession_AreCommittedAtTheEnd()
    {
        await using var app = await StartAsync();
        var browser = await BegunAsync(app);

        var reply = await browser.PostAsync("/late");

        Assert.Equal("begun ended", reply.Body);
        Assert.Equal("late", (await browser.PostAsync("/value")).Body);
        Assert.Equal(0, app.Counts["holdfast.requests.late_failures"]);
    }

    [Theory]
    [InlineData(Status.Unavailable)]
    [InlineData(Status.Unknown)]
    public async Task Late_ThatTheStoreFails_AbortTheConnectionAndAreCounted(Status failure)
    {
        await using var app = await StartAsync();
        var browser = await BegunAsync(app);
        app.Store.WriteFailure = failure;

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => browser.PostAsync("/late"));

        Assert.Equal(1, app.Counts["holdfast.requests.late_failures"]);
        Assert.Contains(106, app.Log.Ids);
    }

    [Fact]
    public async Task Late_ThroughTheFrameworksSessionWithoutASession_ThrowsWhereItIsWritten()
    {
        await using var app = await StartAsync();

        var reply = await app.NewBrowser().PostAsync("/late/caught");

        Assert.Equal("begun InvalidOperationException", reply.Body);
        Assert.Equal(0, app.Store.Creates);
    }

    [Fact]
    public async Task Late_ThroughTheScopeWithoutASession_CreatesNothingAndAborts()
    {
        await using var app = await StartAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => app.NewBrowser().PostAsync("/late/typed"));

        Assert.Equal(0, app.Store.Creates);
        Assert.Equal(1, app.Counts["holdfast.requests.late_failures"]);
    }

    [Fact]
    public async Task Late_NewId_IsLoggedBecauseTheClientDoesNotGetIt()
    {
        await using var app = await StartAsync();
        var browser = await BegunAsync(app);

        var reply = await browser.PostAsync("/late/regenerate");

        Assert.Empty(reply.SetCookies);
        Assert.Contains(107, app.Log.Ids);
    }

    [Fact]
    public async Task Late_OverAnAnswerThatWasOnlyBuffered_StillReachTheClient()
    {
        // A body swapped further out takes the bytes, so the head is still open when the operations come late.
        await using var app = await StartAsync(web => web.Use(async (context, next) =>
        {
            var wire = context.Response.Body;
            using var buffer = new MemoryStream();
            context.Response.Body = buffer;
            await next(context);
            context.Response.Body = wire;
            await wire.WriteAsync(buffer.ToArray());
        }));
        var browser = app.NewBrowser();

        var reply = await browser.PostAsync("/late/typed");

        Assert.Equal("begun", reply.Body);
        Assert.Single(reply.SetCookies);
        Assert.Equal("late", (await browser.PostAsync("/value")).Body);
    }

    [Fact]
    [Trait("Invariant", "10")]
    public async Task Refused_AnApplicationThatStreamsForEver_IsStopped()
    {
        var stopped = new SemaphoreSlim(0);
        await using var app = await StartAsync(web => web.Use(async (context, next) =>
        {
            await next(context);
            stopped.Release();
        }));
        var browser = await BegunAsync(app);
        await stopped.WaitAsync(TestContext.Current.CancellationToken);
        app.Store.WriteFailure = Status.Unavailable;

        var reply = await browser.PostAsync("/forever");

        Assert.Equal(503, reply.Code);
        await stopped.WaitAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(app.Log.Lines, line => line.Text.Contains("unhandled", StringComparison.OrdinalIgnoreCase));
    }

    private static Task<TestApp> StartAsync(Action<WebApplication>? outside = null) => TestApp.OnKestrelAsync(web =>
    {
        outside?.Invoke(web);
        web.UseHoldfast();
        web.MapPost("/begin", (HttpContext context) => context.Session.SetString("value", "early"));
        web.MapPost("/value", (HttpContext context) => context.Session.GetString("value"));
        web.MapPost("/late", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("begun ");
            context.Session.SetString("value", "late");
            await context.Response.WriteAsync("ended");
        });
        web.MapPost("/late/typed", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("begun");
            context.GetHoldfast().Change(changes => changes.Set("value", "late"u8));
        });
        web.MapPost("/late/caught", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("begun ");
            try
            {
                context.Session.SetString("value", "late");
            }
            catch (InvalidOperationException exception)
            {
                await context.Response.WriteAsync(exception.GetType().Name);
            }
        });
        web.MapPost("/late/regenerate", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("begun");
            await context.GetHoldfast().RegenerateAsync();
        });
        web.MapPost("/forever", async (HttpContext context) =>
        {
            context.Session.SetString("value", "streamed");
            while (true)
            {
                await context.Response.WriteAsync("data: on and on\n\n");
                await context.Response.Body.FlushAsync();
            }
        });
    });

    private static async Task<Browser> BegunAsync(TestApp app)
    {
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");
        return browser;
    }
}
