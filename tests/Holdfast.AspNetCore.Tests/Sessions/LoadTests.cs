using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Tests.Sessions;

/// <summary>Reading waits for the load: without a thread when it is asked to, with one and counted when not, and never for nothing.</summary>
[Trait("Feature", "112")]
public sealed class LoadTests
{
    [Fact]
    public async Task SynchronousRead_OfASessionNotLoadedYet_BlocksAndIsCounted()
    {
        await using var app = await StartAsync();
        var browser = await BegunAsync(app);
        app.Store.LoadGate = new SemaphoreSlim(0);

        // The read counts itself before it blocks; only then does the store answer.
        var reading = browser.PostAsync("/read");
        await app.Counts.ReachesAsync("holdfast.requests.blocked_reads", 1);
        app.Store.LoadGate.Release();

        Assert.Equal("ada", (await reading).Body);
        Assert.Equal(1, app.Counts["holdfast.requests.blocked_reads"]);
        Assert.Contains(109, app.Log.Ids);
    }

    [Fact]
    public async Task AwaitedLoad_ThenRead_BlocksNothing()
    {
        await using var app = await StartAsync();
        var browser = await BegunAsync(app);
        app.Store.LoadGate = new SemaphoreSlim(0);

        var reading = browser.PostAsync("/load-and-read");
        await app.Store.LoadsAsked.WaitAsync(TestContext.Current.CancellationToken);
        app.Store.LoadGate.Release();

        Assert.Equal("ada", (await reading).Body);
        Assert.Equal(0, app.Counts["holdfast.requests.blocked_reads"]);
    }

    [Fact]
    public async Task Write_DoesNotWaitForTheLoad_TheCommitDoes()
    {
        await using var app = await StartAsync();
        var browser = await BegunAsync(app);
        app.Store.LoadGate = new SemaphoreSlim(0);

        var writing = browser.PostAsync("/write");
        await app.Store.LoadsAsked.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, app.Store.Applies);
        app.Store.LoadGate.Release();

        Assert.Equal(200, (await writing).Code);
        Assert.Equal(1, app.Store.Applies);
        Assert.Equal(0, app.Counts["holdfast.requests.blocked_reads"]);
    }

    [Theory]
    [InlineData("/read")]
    [InlineData("/keys")]
    [InlineData("/load-and-read")]
    [InlineData("/write")]
    [Trait("Requirement", "S55")]
    public async Task Unavailable_AStoreThatCannotBeAsked_Is503AndNeverAnEmptySession(string path)
    {
        await using var app = await StartAsync();
        var browser = await BegunAsync(app);
        app.Store.LoadFailure = Status.Unavailable;

        var reply = await browser.PostAsync(path);

        Assert.Equal(503, reply.Code);
        Assert.Equal(ErrorCodes.Unavailable, reply.ProblemCode());
        Assert.Equal("1", reply.Header("Retry-After"));
        Assert.Empty(reply.SetCookies);
        Assert.Equal(0, app.Store.Creates);
    }

    [Fact]
    public async Task IsAvailable_AStoreThatCannotBeAsked_IsFalseAndThrowsNothing()
    {
        await using var app = await StartAsync();
        var browser = await BegunAsync(app);

        Assert.Equal("True", (await browser.PostAsync("/available")).Body);
        app.Store.LoadFailure = Status.Unavailable;
        Assert.Equal("False", (await browser.PostAsync("/available")).Body);
    }

    private static Task<TestApp> StartAsync() => TestApp.OnKestrelAsync(web =>
    {
        web.UseHoldfast();
        web.MapPost("/begin", (HttpContext context) => context.Session.SetString("user", "ada"));
        web.MapPost("/read", (HttpContext context) => context.Session.GetString("user"));
        web.MapPost("/keys", (HttpContext context) => context.Session.Keys.Count());
        web.MapPost("/write", (HttpContext context) => context.Session.SetString("user", "grace"));
        web.MapPost("/available", (HttpContext context) => context.Session.IsAvailable.ToString());
        web.MapPost("/load-and-read", async (HttpContext context) =>
        {
            await context.Session.LoadAsync();
            return context.Session.GetString("user");
        });
    });

    private static async Task<Browser> BegunAsync(TestApp app)
    {
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");
        app.Store.ForgetCounts();
        return browser;
    }
}
