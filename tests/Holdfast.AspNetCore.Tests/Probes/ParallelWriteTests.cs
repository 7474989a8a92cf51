using System.Globalization;
using System.Net;
using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Tests.Probes;

/// <summary>The probes of parallel requests, in which the framework's own session loses 19 writes of 20.</summary>
[Trait("Feature", "112")]
[Trait("Invariant", "1")]
public sealed class ParallelWriteTests
{
    [Fact]
    [Trait("Fault", "K2")]
    public async Task Set_TwentyRequestsOnOwnKeys_NoneIsLost()
    {
        const int Requests = 20;
        const int Rounds = 20;
        var meeting = new Rendezvous(Requests);
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.UseHoldfast();
            web.MapPost("/begin", (HttpContext context) => context.Session.SetString("begun", "yes"));
            web.MapPost("/set/{key}", async (string key, HttpContext context) =>
            {
                // Everybody has read the same state before anybody writes.
                Assert.Null(context.Session.GetString(key));
                await meeting.MeetAsync();
                context.Session.SetString(key, key);
            });
        });

        var kept = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var browser = app.NewBrowser();
            await browser.PostAsync("/begin");
            var replies = await Task.WhenAll(Enumerable.Range(0, Requests).Select(n => browser.PostAsync($"/set/key{n}")));
            Assert.All(replies, reply => Assert.Equal(HttpStatusCode.OK, reply.StatusCode));

            var session = await app.ReadAsync(browser.Id.Key);
            kept += Enumerable.Range(0, Requests).Count(n => session.Data.ContainsKey($"key{n}"));
        }

        Assert.Equal(Requests * Rounds, kept);
    }

    [Fact]
    public async Task Increment_FiftyRequestsOnOneCounter_CountsAll()
    {
        const int Requests = 50;
        const int Rounds = 10;
        var meeting = new Rendezvous(Requests);
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.UseHoldfast();
            web.MapPost("/begin", (HttpContext context) => context.Session.SetString("begun", "yes"));
            web.MapPost("/count", async (HttpContext context) =>
            {
                var session = context.GetHoldfast();
                await session.LoadAsync();
                await meeting.MeetAsync();
                session.Change(changes => changes.Increment("hits"));
            });
            web.MapGet("/hits", (HttpContext context) => context.Session.GetInt32("hits"));
        });

        for (var round = 0; round < Rounds; round++)
        {
            var browser = app.NewBrowser();
            await browser.PostAsync("/begin");
            await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => browser.PostAsync("/count")));

            Assert.Equal(Requests.ToString(CultureInfo.InvariantCulture), (await browser.GetAsync("/hits")).Body);
        }
    }

    [Fact]
    public async Task ReadThenSet_FiftyRequestsUnderTheRejectRule_CountsEveryAcceptedOne()
    {
        const int Requests = 50;
        const int Rounds = 10;
        await using var app = await TestApp.OnKestrelAsync(
            web =>
            {
                web.UseHoldfast();
                web.MapPost("/begin", (HttpContext context) => context.Session.SetInt32("hits", 0));
                web.MapPost("/count", async (HttpContext context) =>
                {
                    var seen = context.Session.GetInt32("hits")!.Value;
                    await Task.Yield();
                    context.Session.SetInt32("hits", seen + 1);
                    return Results.Text("counted");
                });
                web.MapGet("/hits", (HttpContext context) => context.Session.GetInt32("hits"));
            },
            setUp => setUp.Options(options => options.Conflicts.ForKey("hits", ConflictRule.Reject)));

        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var browser = app.NewBrowser();
            await browser.PostAsync("/begin");
            await Task.WhenAll(Enumerable.Range(0, Requests).Select(async _ =>
            {
                while (true)
                {
                    var reply = await browser.PostAsync("/count");
                    if (reply.StatusCode == HttpStatusCode.OK)
                    {
                        return;
                    }

                    Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
                    Assert.Equal(ErrorCodes.KeyVersionConflict, reply.ProblemCode());
                    Interlocked.Increment(ref refused);
                }
            }));

            Assert.Equal(Requests.ToString(CultureInfo.InvariantCulture), (await browser.GetAsync("/hits")).Body);
        }

        Assert.Equal(refused, app.Counts["holdfast.requests.answers_replaced"]);
    }

    [Fact]
    public async Task ReadThenSet_TwoRequestsUnderTheRejectRule_RefusesTheSecond()
    {
        var meeting = new Rendezvous(2);
        await using var app = await TestApp.OnKestrelAsync(
            web =>
            {
                web.UseHoldfast();
                web.MapPost("/begin", (HttpContext context) => context.Session.SetInt32("cart.total", 0));
                web.MapPost("/count", async (HttpContext context) =>
                {
                    var seen = context.Session.GetInt32("cart.total")!.Value;
                    await meeting.MeetAsync();
                    context.Session.SetInt32("cart.total", seen + 1);
                });
            },
            setUp => setUp.Options(options => options.Conflicts.ForPrefix("cart.", ConflictRule.Reject)));
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");

        var replies = await Task.WhenAll(browser.PostAsync("/count"), browser.PostAsync("/count"));

        Assert.Equal([200, 409], replies.Select(reply => reply.Code).Order());
    }

    [Fact]
    public async Task ReadThenSet_TwoRequestsUnderTheDefaultRule_KeepsTheLaterAndCountsTheOverwritten()
    {
        var meeting = new Rendezvous(2);
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.UseHoldfast();
            web.MapPost("/begin", (HttpContext context) => context.Session.SetInt32("total", 0));
            web.MapPost("/count", async (HttpContext context) =>
            {
                var seen = context.Session.GetInt32("total")!.Value;
                await meeting.MeetAsync();
                context.Session.SetInt32("total", seen + 1);
            });
        });
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");

        var replies = await Task.WhenAll(browser.PostAsync("/count"), browser.PostAsync("/count"));

        Assert.All(replies, reply => Assert.Equal(200, reply.Code));
        Assert.Equal(1, app.Counts["holdfast.lost_writes.overwritten_unseen"]);
    }
}
