using Microsoft.Playwright;

namespace Holdfast.Browser.Tests.Hosting;

/// <summary>One headless Chromium for all tests of the class; where there is none, the tests are skipped and say so.</summary>
public sealed class ShopBrowser : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Places, File.Exists) is { } chromium)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = Arguments, Headless = true });
        }
    }

    /// <summary>A visitor's own window: no cookies, no storage.</summary>
    internal async Task<IBrowserContext> OpenAsync(Uri shop)
    {
        Assert.SkipWhen(_browser is null, $"Chromium is not installed: none of {string.Join(", ", Places)} is there.");
        return await _browser.NewContextAsync(new() { BaseURL = shop.ToString(), ViewportSize = new() { Width = 1280, Height = 900 } });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
