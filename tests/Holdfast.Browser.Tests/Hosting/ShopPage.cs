using Holdfast.Cli.Serving;
using Holdfast.Cli.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Holdfast.Browser.Tests.Hosting;

/// <summary>A running server with the shop open in a window, and everything that the page complained about.</summary>
internal sealed class ShopPage : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly IBrowserContext _window;
    private readonly List<string> _complaints = [];

    private ShopPage(WebApplication server, IBrowserContext window)
    {
        _server = server;
        _window = window;
    }

    public IPage Page { get; private set; } = null!;

    public IBrowserContext Window => _window;

    public static async Task<ShopPage> OpenAsync(ShopBrowser browser)
    {
        var server = Server.Build(new ServeSettings
        {
            Demo = true,
            Addresses = [new ListenAddress("http://127.0.0.1:0", IsHttps: false, IsLoopback: true)],
            LogLevel = LogLevel.None,
        });
        try
        {
            await server.StartAsync(TestContext.Current.CancellationToken);
            var shop = new ShopPage(server, await browser.OpenAsync(new Uri(server.Urls.Single())));
            shop.Page = await shop.NewPageAsync();
            return shop;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the shop in another page of the same window: the same cookies.</summary>
    public async Task<IPage> NewPageAsync()
    {
        var page = await _window.NewPageAsync();
        page.PageError += (_, error) => Complain(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complain($"{message.Text} {message.Location}");
            }
        };
        page.RequestFailed += (_, request) => Complain($"{request.Method} {request.Url} failed: {request.Failure}");
        await page.GotoAsync("/");
        return page;
    }

    public ILocator this[string testId] => Page.GetByTestId(testId);

    public async Task SignInAsync(string username)
    {
        await this["username"].FillAsync(username);
        await this["password"].FillAsync("any");
        await this["sign-in"].ClickAsync();
        await Assertions.Expect(this["session-key"]).Not.ToBeEmptyAsync();
    }

    /// <summary>
    /// Everything that scripts, policies and the network complained about, but for refusals that a test brought about: a browser logs each answer of
    /// 400 and above by itself.
    /// </summary>
    /// <param name="expectedRefusals">How many answers of 401 there were meant to be.</param>
    public IReadOnlyList<string> Complaints(int expectedRefusals)
    {
        lock (_complaints)
        {
            var refusals = _complaints.Where(complaint => complaint.Contains("the server responded with a status of 401", StringComparison.Ordinal)).ToList();
            return refusals.Count == expectedRefusals ? _complaints.Except(refusals, StringComparer.Ordinal).ToList() : [.. _complaints];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _window.DisposeAsync();
        await _server.DisposeAsync();
    }

    private void Complain(string complaint)
    {
        lock (_complaints)
        {
            _complaints.Add(complaint);
        }
    }
}
