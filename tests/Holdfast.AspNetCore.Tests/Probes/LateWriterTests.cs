using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Tests.Probes;

/// <summary>The probes in which the framework's own session brings cleared data back, hides failures and lets the next request see the past.</summary>
[Trait("Feature", "112")]
public sealed class LateWriterTests
{
    [Fact]
    [Trait("Invariant", "2")]
    public async Task Clear_WhileASlowRequestRuns_IsFinal()
    {
        const int Rounds = 10;
        var slowHasRead = new SemaphoreSlim(0);
        var cleared = new SemaphoreSlim(0);
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.UseHoldfast();
            web.MapPost("/begin", (HttpContext context) => context.Session.SetString("user", "ada"));
            web.MapPost("/slow", async (HttpContext context) =>
            {
                var user = context.Session.GetString("user");
                slowHasRead.Release();
                await cleared.WaitAsync();
                context.Session.SetString("user", user!);
            });
            web.MapPost("/clear", (HttpContext context) => context.Session.Clear());
            web.MapGet("/user", (HttpContext context) => context.Session.GetString("user") ?? "nobody");
        });

        for (var round = 0; round < Rounds; round++)
        {
            var browser = app.NewBrowser();
            await browser.PostAsync("/begin");
            var slow = browser.PostAsync("/slow");
            await slowHasRead.WaitAsync(TestContext.Current.CancellationToken);
            await browser.PostAsync("/clear");
            cleared.Release();

            var reply = await slow;
            Assert.Equal(409, reply.Code);
            Assert.Equal(ErrorCodes.Fenced, reply.ProblemCode());
            Assert.Equal("nobody", (await browser.GetAsync("/user")).Body);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Invariant", "8")]
    public async Task Write_ThatTheStoreFails_IsSeenByTheClient(bool throws)
    {
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.UseHoldfast();
            web.MapPost("/begin", (HttpContext context) => context.Session.SetString("user", "ada"));
            web.MapPost("/write", (HttpContext context) =>
            {
                context.Session.SetString("user", "grace");
                return Results.Text("all is well");
            });
        });
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");
        (app.Store.WriteThrows, app.Store.WriteFailure) = (throws, Status.Unavailable);

        var reply = await browser.PostAsync("/write");

        Assert.Equal(503, reply.Code);
        Assert.Equal(throws ? ErrorCodes.Unknown : ErrorCodes.Unavailable, reply.ProblemCode());
        Assert.Equal("1", reply.Header("Retry-After"));
        Assert.DoesNotContain("all is well", reply.Body, StringComparison.Ordinal);
        Assert.Empty(reply.SetCookies);
    }

    [Fact]
    [Trait("Invariant", "5")]
    public async Task Write_BeforeAnEarlyFlush_IsSeenByTheNextRequest()
    {
        const int Rounds = 50;
        var goOn = new SemaphoreSlim(0);
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.UseHoldfast();
            web.MapPost("/write/{value}", async (string value, HttpContext context) =>
            {
                context.Session.SetString("value", value);
                await context.Response.Body.FlushAsync();
                await goOn.WaitAsync();
                await context.Response.WriteAsync("done");
            });
            web.MapPost("/begin", (HttpContext context) => context.Session.SetString("value", "none"));
            web.MapGet("/value", (HttpContext context) => context.Session.GetString("value"));
        });
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");
        await app.Store.WritesAsked.WaitAsync(TestContext.Current.CancellationToken);

        var seen = 0;
        for (var round = 0; round < Rounds; round++)
        {
            // A store that takes its time, and a head that has to wait for it.
            var write = new SemaphoreSlim(0);
            app.Store.WriteGate = write;
            var heading = browser.StreamAsync(new HttpRequestMessage(HttpMethod.Post, $"/write/v{round}"));
            await app.Store.WritesAsked.WaitAsync(TestContext.Current.CancellationToken);
            Assert.False(heading.IsCompleted);
            write.Release();
            using var head = await heading;

            // The first answer is still under way, so this goes over another connection.
            seen += (await browser.GetAsync("/value")).Body == $"v{round}" ? 1 : 0;
            goOn.Release();
            Assert.Equal("done", await head.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(Rounds, seen);
    }

    [Fact]
    [Trait("Invariant", "5")]
    public async Task Write_InASmallAnswer_IsSeenByTheNextRequest()
    {
        const int Rounds = 50;
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.UseHoldfast();
            web.MapPost("/write/{value}", (string value, HttpContext context) =>
            {
                context.Session.SetString("value", value);
                return "done";
            });
            web.MapGet("/value", (HttpContext context) => context.Session.GetString("value"));
        });
        var browser = app.NewBrowser();

        var seen = 0;
        for (var round = 0; round < Rounds; round++)
        {
            Assert.Equal("done", (await browser.PostAsync($"/write/v{round}")).Body);
            seen += (await browser.GetAsync("/value")).Body == $"v{round}" ? 1 : 0;
        }

        Assert.Equal(Rounds, seen);
    }
}
