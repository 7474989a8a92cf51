using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Tests.Probes;

/// <summary><c>Session.Id</c>, which the framework's own session changes with every request until something is stored.</summary>
[Trait("Feature", "113")]
public sealed class SessionNameTests
{
    [Fact]
    public async Task Id_WithinARequestBeforeAWrite_IsOne()
    {
        await using var app = await StartAsync();

        var ids = (await app.NewBrowser().GetAsync("/twice")).Body.Split(' ');

        Assert.Equal(ids[0], ids[1]);
        Assert.True(SessionKey.TryParse(ids[0], out _));
    }

    [Fact]
    public async Task Id_FromTheFirstWriteOn_IsTheSessionsKeyInEveryRequest()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();

        var atFirstWrite = (await browser.PostAsync("/write")).Body.Split(' ');
        var later = (await browser.GetAsync("/twice")).Body.Split(' ');
        var atNextWrite = (await browser.PostAsync("/write")).Body.Split(' ');

        Assert.All([.. atFirstWrite, .. later, .. atNextWrite], id => Assert.Equal(browser.Id.Key.ToString(), id));
    }

    [Fact]
    [Trait("Invariant", "4")]
    public async Task Id_WithACookieThatOpensNothing_IsNotTheCookies()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.PostAsync("/write");
        var key = browser.Id.Key;
        await app.Manager.EndAsync(key, cancellationToken: TestContext.Current.CancellationToken);

        var ids = (await browser.GetAsync("/twice")).Body.Split(' ');

        Assert.NotEqual(key, SessionKey.Parse(ids[0]));
        Assert.Equal(ids[0], ids[1]);
    }

    private static Task<TestApp> StartAsync() => TestApp.OnKestrelAsync(web =>
    {
        web.UseHoldfast();
        web.MapGet("/twice", (HttpContext context) => $"{context.Session.Id} {context.Session.Id}");
        web.MapPost("/write", (HttpContext context) =>
        {
            var before = context.Session.Id;
            context.Session.SetString("a", "b");
            return $"{before} {context.Session.Id}";
        });
    });
}
