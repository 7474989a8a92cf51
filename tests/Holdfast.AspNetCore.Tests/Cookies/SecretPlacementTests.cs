using System.Buffers.Text;
using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Tests.Cookies;

/// <summary>Where a session's secret may come from and go to: the cookie, and nowhere else.</summary>
public sealed class SecretPlacementTests
{
    [Fact]
    [Trait("Requirement", "S10")]
    public async Task Id_AnywhereButInTheCookie_IsIgnored()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.PostAsync("/write");
        var id = browser.Value!;

        var request = new HttpRequestMessage(HttpMethod.Get, $"/read/{id}?session={id}&id={id}");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {id}");
        request.Headers.TryAddWithoutValidation("X-Session", id);
        request.Headers.TryAddWithoutValidation("session", id);
        request.Content = new FormUrlEncodedContent([new("session", id)]);
        var reply = await app.NewBrowser().SendAsync(request);

        Assert.Equal("nobody", reply.Body);
    }

    [Fact]
    [Trait("Requirement", "S4")]
    [Trait("Invariant", "4")]
    public async Task Id_ThatWasNeverIssued_IsNotAdopted()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        var invented = SessionId.Issue(SessionKey.Issue());
        browser.Value = invented.Reveal();

        Assert.Equal("nobody", (await browser.GetAsync("/read/x")).Body);
        Assert.Equal(1, app.Counts["holdfast.ids.refused"]);
        await browser.PostAsync("/write");

        Assert.NotEqual(invented.Key, browser.Id.Key);
        Assert.False(invented == browser.Id);
        Assert.Equal(Status.NotFound, (await app.Manager.GetAsync(invented.Key, TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    [Trait("Requirement", "S4")]
    public async Task Id_ThatWasNeverIssued_IsCountedByAnUntouchedRequestToo()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        browser.Value = SessionId.Issue(SessionKey.Issue()).Reveal();

        await browser.GetAsync("/nothing");

        Assert.Equal(1, app.Counts["holdfast.ids.refused"]);
    }

    [Fact]
    [Trait("Requirement", "S4")]
    [Trait("Invariant", "4")]
    public async Task Id_WithTheRightKeyAndAWrongSecret_OpensNothing()
    {
        await using var app = await StartAsync();
        var ada = app.NewBrowser();
        await ada.PostAsync("/write");
        var thief = app.NewBrowser();
        thief.Value = SessionId.Issue(ada.Id.Key).Reveal();

        Assert.Equal("nobody", (await thief.GetAsync("/read/x")).Body);
        await thief.PostAsync("/write");
        Assert.NotEqual(ada.Id.Key, thief.Id.Key);
    }

    [Fact]
    [Trait("Requirement", "S11")]
    [Trait("Requirement", "S13")]
    public async Task Secrets_OfAllKindsOfRequests_AreNeverLoggedMeasuredOrShown()
    {
        await using var app = await StartAsync();
        var secrets = new List<string>();
        var shown = new List<Reply>();
        var browser = app.NewBrowser();

        await DoAsync("/write");
        await DoAsync("/write");
        await DoAsync("/signin");
        app.Store.WriteFailure = Status.Unavailable;
        await DoAsync("/write");
        app.Store.WriteFailure = null;
        app.Store.WriteThrows = true;
        await DoAsync("/write");
        app.Store.WriteThrows = false;
        await DoAsync("/throw");
        await DoAsync("/late");
        await app.Manager.EndAsync(browser.Id.Key, cancellationToken: TestContext.Current.CancellationToken);
        await DoAsync("/write");
        await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/nothing"), $"session={browser.Value}x; session={browser.Value}");

        var forms = secrets.SelectMany(Forms).ToList();
        Assert.NotEmpty(app.Log.Lines);
        Assert.All(app.Log.Lines, line => Assert.DoesNotContain(forms, form => line.Text.Contains(form, StringComparison.OrdinalIgnoreCase)));
        Assert.All(app.Counts.Tags, tag => Assert.DoesNotContain(forms, form => tag.Contains(form, StringComparison.OrdinalIgnoreCase)));
        foreach (var reply in shown)
        {
            var text = reply.Body + string.Concat(reply.Headers.Where(header => header.Key != "Set-Cookie").SelectMany(header => header.Value));
            Assert.DoesNotContain(forms, form => text.Contains(form, StringComparison.OrdinalIgnoreCase));
        }

        async Task DoAsync(string path)
        {
            shown.Add(await browser.PostAsync(path));
            secrets.Add(browser.Value!.Split('.')[^1]);
        }
    }

    private static IEnumerable<string> Forms(string secret)
    {
        var bytes = Base64Url.DecodeFromChars(secret);
        return [secret, Convert.ToBase64String(bytes).TrimEnd('='), Convert.ToHexString(bytes)];
    }

    private static Task<TestApp> StartAsync() => TestApp.OnKestrelAsync(web =>
    {
        web.UseHoldfast();
        web.MapPost("/write", (HttpContext context) => context.Session.SetString("user", "ada"));
        web.MapGet("/read/{id}", (HttpContext context) => context.Session.GetString("user") ?? "nobody");
        web.MapGet("/nothing", () => "nothing");
        web.MapPost("/signin", async (HttpContext context) => (await context.GetHoldfast().SignInAsync("ada")).Session!.ToString());
        web.MapPost("/throw", string (HttpContext context) =>
        {
            context.Session.SetString("user", "grace");
            throw new InvalidOperationException($"Session {context.GetHoldfast().Key} met a fault.");
        });
        web.MapPost("/late", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("begun");
            await context.GetHoldfast().RegenerateAsync();
        });
    });
}
