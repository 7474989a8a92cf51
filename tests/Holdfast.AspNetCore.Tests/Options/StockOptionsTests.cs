using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.AspNetCore.Tests.Options;

/// <summary>An application that moves over keeps what it had set in the framework's own session options.</summary>
[Trait("Feature", "112")]
public sealed class StockOptionsTests
{
    [Fact]
    public async Task StockOptions_ThatTheApplicationSet_AreTakenOver()
    {
        await using var app = await StartAsync(setUp => setUp.Services.AddSession(options =>
        {
            options.IdleTimeout = TimeSpan.FromMinutes(7);
            options.Cookie.Name = "shop";
            options.Cookie.Path = "/api";
            options.Cookie.Domain = "example.com";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            options.Cookie.MaxAge = TimeSpan.FromHours(1);
        }));
        var browser = app.NewBrowser("shop");

        var reply = await browser.PostAsync("/write");

        Assert.Equal([$"shop={browser.Value}; max-age=3600; domain=example.com; path=/api; secure; samesite=strict; httponly"], reply.SetCookies);
        Assert.Equal(TimeSpan.FromMinutes(7), (await app.ReadAsync(browser.Id.Key)).IdleTimeout);
    }

    [Fact]
    public async Task StockOptions_LeftAlone_GiveWayToOurDefaults()
    {
        await using var app = await StartAsync(setUp => setUp.Services.AddSession());
        var browser = app.NewBrowser("__Host-session");

        var reply = await browser.PostAsync("/write");

        Assert.Equal([$"__Host-session={browser.Value}; path=/; secure; samesite=lax; httponly"], reply.SetCookies);
        Assert.Equal(TimeSpan.FromMinutes(20), (await app.ReadAsync(browser.Id.Key)).IdleTimeout);
    }

    [Fact]
    public async Task OwnOptions_GoBeforeStockOptions()
    {
        await using var app = await StartAsync(setUp =>
        {
            setUp.Services.AddSession(options =>
            {
                options.IdleTimeout = TimeSpan.FromMinutes(7);
                options.Cookie.Name = "theirs";
                options.Cookie.SameSite = SameSiteMode.Strict;
            });
            setUp.Options(options => options.IdleTimeout = TimeSpan.FromMinutes(9));
            setUp.Holdfast.ConfigureCookie(cookie => cookie.Name = "ours").ConfigureCookie(cookie => cookie.Path = "/api");
        });
        var browser = app.NewBrowser("ours");

        var reply = await browser.PostAsync("/write");

        Assert.Equal([$"ours={browser.Value}; path=/api; secure; samesite=strict; httponly"], reply.SetCookies);
        Assert.Equal(TimeSpan.FromMinutes(9), (await app.ReadAsync(browser.Id.Key)).IdleTimeout);
    }

    [Fact]
    public async Task NotEssential_WithoutConsent_SetsNoCookie()
    {
        await using var app = await TestApp.OnTestHostAsync(
            web =>
            {
                web.UseCookiePolicy(new CookiePolicyOptions { CheckConsentNeeded = _ => true });
                web.UseHoldfast();
                web.MapPost("/write", (HttpContext context) => context.Session.SetString("user", "ada"));
            },
            setUp => setUp.Holdfast.ConfigureCookie(cookie => cookie.IsEssential = false));

        Assert.Empty((await app.NewBrowser().PostAsync("/write")).SetCookies);
    }

    private static Task<TestApp> StartAsync(Action<TestAppSetup> setUp) => TestApp.OnTestHostAsync(
        web =>
        {
            web.UseHoldfast();
            web.MapPost("/write", (HttpContext context) => context.Session.SetString("user", "ada"));
        },
        setUp);
}
