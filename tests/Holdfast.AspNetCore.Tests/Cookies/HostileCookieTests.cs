using Holdfast.AspNetCore.Cookies;
using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Tests.Cookies;

/// <summary>Cookie values from outside: no store is asked about them, nothing throws, next to nothing is allocated.</summary>
[Trait("Requirement", "S5")]
[Trait("Invariant", "10")]
public sealed class HostileCookieTests(ITestOutputHelper output)
{
    private static int Rounds => Environment.GetEnvironmentVariable("HOLDFAST_SOAK") == "1" ? 1_000_000 : 10_000;

    [Fact]
    public void Read_FuzzedValues_AllocatesAlmostNothingAndFindsNoId()
    {
        output.WriteLine($"HOLDFAST_SEED={HostileCookies.Seed}");
        var hostile = new HostileCookies(HostileCookies.Seed);
        var most = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var header = $"a=1; session={hostile.Next()}";
            var before = GC.GetAllocatedBytesForCurrentThread();
            var verdict = CookieReader.Read(header, "session", out _, out _);
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);

            Assert.NotEqual(CookieVerdict.Valid, verdict);
        }

        Assert.InRange(most, 0, 256);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Request_WithFuzzedValues_AsksNoStoreAndIsAnswered()
    {
        output.WriteLine($"HOLDFAST_SEED={HostileCookies.Seed}");
        var hostile = new HostileCookies(HostileCookies.Seed);
        await using var app = await TestApp.OnTestHostAsync(
            web =>
            {
                web.UseHoldfast();
                web.Run(context =>
                {
                    context.Response.StatusCode = context.Session.TryGetValue("user", out _) ? 500 : 204;
                    return Task.CompletedTask;
                });
            },
            address: "http://localhost");

        for (var round = 0; round < Rounds; round++)
        {
            var value = hostile.Next();
            var context = await app.Server.SendAsync(request => request.Request.Headers.Cookie = $"session={value}", TestContext.Current.CancellationToken);
            Assert.Equal(204, context.Response.StatusCode);
        }

        Assert.Equal(0, app.Store.Calls);
        Assert.Equal(Rounds, app.Counts["holdfast.cookies.refused"]);
    }

    [Theory]
    [InlineData("session=nonsense", "malformed")]
    [InlineData("session=a; session=b", "ambiguous")]
    [InlineData("SESSION=a", "look_alike")]
    public async Task Request_WithARefusedCookie_IsCountedByReason(string cookies, string reason)
    {
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.UseHoldfast();
            web.MapGet("/", () => "nothing");
        });

        var reply = await app.NewBrowser().SendAsync(new HttpRequestMessage(HttpMethod.Get, "/"), cookies);

        Assert.Equal(200, reply.Code);
        Assert.Equal(1, app.Counts["holdfast.cookies.refused"]);
        Assert.Single(app.Counts.Tags, tag => tag == $"holdfast.cookies.refused|reason={reason}");
        Assert.Equal(0, app.Store.Calls);
    }

    [Fact]
    [Trait("Requirement", "S15")]
    public async Task Request_WithTwoCookiesOfTheName_HasNoSessionAndGetsANewOne()
    {
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.UseHoldfast();
            web.MapPost("/write", (HttpContext context) => context.Session.SetString("user", "ada"));
            web.MapGet("/read", (HttpContext context) => context.Session.GetString("user") ?? "nobody");
        });
        var ada = app.NewBrowser();
        await ada.PostAsync("/write");
        var other = app.NewBrowser();
        await other.PostAsync("/write");

        var both = await ada.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/read"), $"session={ada.Value}; session={other.Value}");
        var twice = await ada.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/read"), $"session={ada.Value}; session={ada.Value}");
        var lookAlike = await ada.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/read"), $"Session={other.Value}; session={ada.Value}");

        Assert.Equal("nobody", both.Body);
        Assert.Equal("nobody", twice.Body);
        Assert.Equal("ada", lookAlike.Body);
    }
}
