using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.AspNetCore.Tests.Options;

/// <summary>Cookie options that contradict one another stop the application at its start, all at once, in words that help.</summary>
public sealed class CookieOptionsTests
{
    public static TheoryData<string, string[]> Faults => new()
    {
        { "empty name", ["HoldfastCookieOptions.Name is ''", "1 to 61"] },
        { "long name", ["HoldfastCookieOptions.Name is 'nnn", "1 to 61"] },
        { "name with a semicolon", ["HoldfastCookieOptions.Name is 'a;b'", "1 to 61"] },
        { "prefix in other letters", ["HoldfastCookieOptions.Name is '__host-session'", "'__Host-'"] },
        { "nothing after the prefix", ["HoldfastCookieOptions.Name is '__Secure-'", "goes on after the prefix"] },
        { "prefix and domain", ["HoldfastCookieOptions.Domain is 'example.com'", "HoldfastCookieOptions.Name is '__Host-session'", "no domain"] },
        { "prefix and path", ["HoldfastCookieOptions.Path is '/shop'", "HoldfastCookieOptions.Name is '__Host-session'", "only the path '/'"] },
        { "http prefix and path", ["HoldfastCookieOptions.Path is '/shop'", "'__Host-Http-s'", "only the path '/'"] },
        { "prefix without secure", ["HoldfastCookieOptions.SecurePolicy is 'None'", "SameAsRequest or Always"] },
        { "path without slash", ["HoldfastCookieOptions.Path is 'shop'", "begins with '/'"] },
        { "path with a semicolon", ["HoldfastCookieOptions.Path is '/;x'", "without ';'"] },
        { "domain with a slash", ["HoldfastCookieOptions.Domain is 'a/b'", "or is not set"] },
        { "same site none", ["HoldfastCookieOptions.SameSite is 'None'", "SecurePolicy is 'SameAsRequest'", "Always"] },
        { "same site unspecified", ["HoldfastCookieOptions.SameSite is 'Unspecified'", "Lax, Strict or None"] },
        { "unknown secure policy", ["HoldfastCookieOptions.SecurePolicy is '9'", "SameAsRequest, Always or None"] },
        { "max age of 401 days", ["HoldfastCookieOptions.MaxAge is '401.00:00:00'", "400.00:00:00"] },
        { "max age of nothing", ["HoldfastCookieOptions.MaxAge is '00:00:00'", "from 00:00:01"] },
        { "script access", ["SessionOptions.Cookie.HttpOnly is 'False'", "never for scripts"] },
        { "stock idle timeout beyond the absolute one", ["SessionOptions.IdleTimeout is 2.00:00:00", "1.00:00:00"] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    [Trait("Requirement", "S12")]
    [Trait("Requirement", "S14")]
    [Trait("Requirement", "S16")]
    public async Task UseHoldfast_AContradiction_IsRefusedNamingSettingValueAndRange(string fault, string[] expected)
    {
        var failures = await FailuresAsync(setUp => Break(setUp, fault));

        var failure = Assert.Single(failures);
        Assert.All(expected, part => Assert.Contains(part, failure, StringComparison.Ordinal));
    }

    [Fact]
    public async Task UseHoldfast_SeveralContradictions_AreToldTogether()
    {
        var failures = await FailuresAsync(setUp =>
        {
            setUp.Options(options => options.AbsoluteTimeout = TimeSpan.Zero);
            setUp.Holdfast.ConfigureCookie(cookie =>
            {
                cookie.Domain = "example.com";
                cookie.Path = "/shop";
                cookie.SameSite = SameSiteMode.None;
                cookie.MaxAge = TimeSpan.FromDays(500);
            });
        });

        Assert.Contains(failures, failure => failure.Contains("AbsoluteTimeout", StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.Contains("Domain", StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.Contains("Path", StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.Contains("SameSite", StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.Contains("MaxAge", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("__Secure-shop", "example.com", "/shop", SameSiteMode.Strict, CookieSecurePolicy.SameAsRequest)]
    [InlineData("__Host-shop", null, "/", SameSiteMode.None, CookieSecurePolicy.Always)]
    [InlineData("__Host-Http-shop", null, "/", SameSiteMode.Lax, CookieSecurePolicy.Always)]
    [InlineData("shop", "example.com", "/a/b", SameSiteMode.Lax, CookieSecurePolicy.None)]
    [Trait("Requirement", "S14")]
    public async Task UseHoldfast_LegalCombinations_AreEmittedAsAskedFor(
        string name, string? domain, string path, SameSiteMode sameSite, CookieSecurePolicy secure)
    {
        await using var app = await TestApp.OnTestHostAsync(Pipeline, setUp => setUp.Holdfast.ConfigureCookie(cookie =>
        {
            (cookie.Name, cookie.Domain, cookie.Path) = (name, domain, path);
            (cookie.SameSite, cookie.SecurePolicy) = (sameSite, secure);
        }));
        var browser = app.NewBrowser(name);

        var line = Assert.Single((await browser.PostAsync("/write")).SetCookies);

        Assert.StartsWith($"{name}={browser.Value}; ", line, StringComparison.Ordinal);
        Assert.Equal(domain, line.Contains("domain=", StringComparison.Ordinal) ? line.Split("domain=")[1].Split(';')[0] : null);
        Assert.Contains($"path={path};", line, StringComparison.Ordinal);
        Assert.Contains($"samesite={sameSite.ToString().ToLowerInvariant()}", line, StringComparison.Ordinal);
        Assert.Equal(secure != CookieSecurePolicy.None, line.Contains("; secure", StringComparison.Ordinal));
        Assert.Contains("; httponly", line, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S12")]
    public async Task Name_WithAPrefixOverPlainHttp_LosesIt()
    {
        await using var app = await TestApp.OnKestrelAsync(Pipeline, setUp => setUp.Holdfast.ConfigureCookie(cookie => cookie.Name = "__Host-shop"));
        var browser = app.NewBrowser("shop");

        var reply = await browser.PostAsync("/write");

        Assert.Equal([$"shop={browser.Value}; path=/; samesite=lax; httponly"], reply.SetCookies);
        Assert.Equal("ada", (await browser.GetAsync("/read")).Body);
    }

    [Fact]
    public async Task UseHoldfast_WithoutAddHoldfast_SaysWhatIsMissing()
    {
        var builder = WebApplication.CreateSlimBuilder();
        await using var app = builder.Build();

        var refusal = Assert.Throws<InvalidOperationException>(() => app.UseHoldfast());

        Assert.Contains("AddHoldfast", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> FailuresAsync(Action<TestAppSetup> setUp) =>
        (await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.OnTestHostAsync(Pipeline, setUp))).Failures;

    private static void Pipeline(WebApplication web)
    {
        web.UseHoldfast();
        web.MapPost("/write", (HttpContext context) => context.Session.SetString("user", "ada"));
        web.MapGet("/read", (HttpContext context) => context.Session.GetString("user") ?? "nobody");
    }

    private static void Break(TestAppSetup setUp, string fault)
    {
        if (fault == "script access")
        {
            setUp.Services.Configure<SessionOptions>(options => options.Cookie.HttpOnly = false);
            return;
        }

        if (fault.StartsWith("stock idle", StringComparison.Ordinal))
        {
            setUp.Services.Configure<SessionOptions>(options => options.IdleTimeout = TimeSpan.FromDays(2));
            return;
        }

        setUp.Holdfast.ConfigureCookie(cookie => _ = fault switch
        {
            "empty name" => cookie.Name = "",
            "long name" => cookie.Name = new string('n', 62),
            "name with a semicolon" => cookie.Name = "a;b",
            "prefix in other letters" => cookie.Name = "__host-session",
            "nothing after the prefix" => cookie.Name = "__Secure-",
            "prefix and domain" => cookie.Domain = "example.com",
            "prefix and path" => cookie.Path = "/shop",
            "http prefix and path" => (cookie.Name, cookie.Path) = ("__Host-Http-s", "/shop"),
            "prefix without secure" => cookie.SecurePolicy = CookieSecurePolicy.None,
            "path without slash" => (cookie.Name, cookie.Path) = ("s", "shop"),
            "path with a semicolon" => (cookie.Name, cookie.Path) = ("s", "/;x"),
            "domain with a slash" => (cookie.Name, cookie.Domain) = ("s", "a/b"),
            "same site none" => cookie.SameSite = SameSiteMode.None,
            "same site unspecified" => cookie.SameSite = SameSiteMode.Unspecified,
            "unknown secure policy" => cookie.SecurePolicy = (CookieSecurePolicy)9,
            "max age of 401 days" => cookie.MaxAge = TimeSpan.FromDays(401),
            "max age of nothing" => (object)(cookie.MaxAge = TimeSpan.Zero),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
        });
    }
}
