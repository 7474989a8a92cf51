using Holdfast.AspNetCore.Cookies;
using Holdfast.AspNetCore.Requests;
using Holdfast.AspNetCore.Tests.Hosting;
using Holdfast.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Holdfast.AspNetCore.Tests.Cookies;

/// <summary>What is remembered of a connection's cookie holds for that very header, and nobody gets another's session by it.</summary>
[Trait("Invariant", "4")]
[Trait("Feature", "113")]
public sealed class KnownCookieTests
{
    private static readonly PresentedId Id = new(SessionId.Issue(SessionKey.Issue()));

    [Fact]
    public void Find_TheSameHeaderOnTheSameConnection_IsKnown()
    {
        var known = new KnownCookies(isKept: true);
        var (connection, header) = (new FeatureCollection(), new string("session=a"));

        known.Keep(connection, header, "session", Id);

        Assert.Equal(Id.Key, known.Find(connection, header, "session")!.Id.Key);
    }

    [Fact]
    public void Find_AnythingElse_IsNotKnown()
    {
        var known = new KnownCookies(isKept: true);
        var (connection, header) = (new FeatureCollection(), new string("session=a"));
        known.Keep(connection, header, "session", Id);

        Assert.Null(known.Find(new FeatureCollection(), header, "session"));
        Assert.Null(known.Find(connection, new string(header.AsSpan()), "session"));
        Assert.Null(known.Find(connection, header, "__Host-session"));
        Assert.Null(known.Find(connection, new StringValues([header, header]), "session"));
        Assert.Null(known.Find(connection, StringValues.Empty, "session"));
    }

    [Fact]
    public void Keep_OfTwoHeaders_KeepsTheLast()
    {
        var known = new KnownCookies(isKept: true);
        var (connection, first, second) = (new FeatureCollection(), new string("session=a"), new string("session=b"));
        var other = new PresentedId(SessionId.Issue(SessionKey.Issue()));

        known.Keep(connection, first, "session", Id);
        known.Keep(connection, second, "session", other);
        known.Keep(connection, new StringValues([first, second]), "session", Id);

        Assert.Null(known.Find(connection, first, "session"));
        Assert.Equal(other.Key, known.Find(connection, second, "session")!.Id.Key);
    }

    [Fact]
    public async Task Known_OnKestrelOnly_IsKept()
    {
        await using var kestrel = await TestApp.OnKestrelAsync(static web => web.UseHoldfast());
        await using var other = await TestApp.OnTestHostAsync(static web => web.UseHoldfast());

        Assert.True(IsKept(kestrel));
        Assert.False(IsKept(other));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_OfSeveralVisitorsOverOneConnection_EachGetTheirOwnSession(bool overHttp2)
    {
        await using var app = overHttp2 ? await TestApp.OnHttp2Async(Pipeline) : await TestApp.OnKestrelAsync(Pipeline);
        var visitors = new Browser[3];
        for (var n = 0; n < visitors.Length; n++)
        {
            visitors[n] = overHttp2 ? app.NewBrowser2() : app.NewBrowser();
            await visitors[n].PostAsync($"/write/{n}");
        }

        for (var round = 0; round < 3; round++)
        {
            for (var n = 0; n < visitors.Length; n++)
            {
                Assert.Equal($"{n}", (await visitors[n].GetAsync("/read")).Body);
                Assert.Equal($"{n}", (await visitors[n].GetAsync("/read")).Body);
            }
        }
    }

    [Fact]
    [Trait("Invariant", "3")]
    public async Task Requests_AfterTheSessionEnded_AreRefusedOnTheSameConnectionToo()
    {
        await using var app = await TestApp.OnKestrelAsync(Pipeline);
        var browser = app.NewBrowser();
        await browser.PostAsync("/write/1");
        Assert.Equal("1", (await browser.GetAsync("/read")).Body);

        await app.Manager.EndAsync(browser.Id.Key, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("", (await browser.GetAsync("/read")).Body);
        Assert.Equal("nothing", (await browser.GetAsync("/nothing")).Body);
        Assert.Equal(1, app.Counts["holdfast.ids.refused"]);
    }

    [Theory]
    [InlineData("SESSION=x; ", "reason=look_alike")]
    [InlineData("session=x; ", "reason=ambiguous")]
    [Trait("Requirement", "S15")]
    public async Task Requests_WithSomethingToCount_AreCountedEachTime(string before, string tag)
    {
        await using var app = await TestApp.OnKestrelAsync(Pipeline);
        var browser = app.NewBrowser();
        await browser.PostAsync("/write/1");

        for (var n = 0; n < 3; n++)
        {
            await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/read"), $"{before}session={browser.Value}");
        }

        Assert.Equal(3, app.Counts.Tags.Count(seen => seen.EndsWith(tag, StringComparison.Ordinal)));
    }

    private static bool IsKept(TestApp app)
    {
        var known = RequestParts.From(app.Services).Known;
        var connection = new FeatureCollection();
        known.Keep(connection, "session=a", "session", Id);
        return known.Find(connection, "session=a", "session") is not null;
    }

    private static void Pipeline(WebApplication web)
    {
        web.UseHoldfast();
        web.MapPost("/write/{n}", (HttpContext context, string n) => context.Session.SetString("n", n));
        web.MapGet("/read", (HttpContext context) => context.Session.GetString("n"));
        web.MapGet("/nothing", () => "nothing");
    }
}
