using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace Holdfast.Browser.Tests;

[Trait("Feature", "114")]
public sealed partial class ShopTests(ShopBrowser browser) : IClassFixture<ShopBrowser>
{
    // The first visit asks who is there and is told that nobody is.
    private const int FirstVisit = 1;

    [Fact]
    public async Task Cart_FilledAndReloaded_IsKept()
    {
        await using var shop = await ShopPage.OpenAsync(browser);
        await shop.SignInAsync("marin");
        foreach (var (sku, times) in new[] { ("mug", 3), ("compass", 1), ("rope", 2) })
        {
            for (var i = 0; i < times; i++)
            {
                await shop[$"add-{sku}"].ClickAsync();
            }
        }

        await ExpectTextAsync(shop, "cart-count-mug", "3");
        await ExpectTextAsync(shop, "cart-count-rope", "2");
        var total = await shop["cart-total"].TextContentAsync();
        await ServerHoldsAsync(shop, "mug", 3);
        await ServerHoldsAsync(shop, "rope", 2);
        await shop.Page.ReloadAsync();

        await ExpectTextAsync(shop, "cart-count-mug", "3");
        await ExpectTextAsync(shop, "cart-count-compass", "1");
        await ExpectTextAsync(shop, "cart-count-rope", "2");
        await ExpectTextAsync(shop, "cart-total", total!);
        await Assertions.Expect(shop["cart-line-lantern"]).ToBeHiddenAsync();
        Assert.Empty(shop.Complaints(FirstVisit));
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task Cart_FilledInTwoPagesAtOnce_HoldsTheClicksOfBoth()
    {
        await using var shop = await ShopPage.OpenAsync(browser);
        await shop.SignInAsync("marin");
        var second = await shop.NewPageAsync();
        await Assertions.Expect(second.GetByTestId("session-key")).Not.ToBeEmptyAsync();

        const string TenClicks = "(() => { for (let i = 0; i < 10; i++) document.querySelector('[data-testid=add-beanie]').click(); })()";
        await Task.WhenAll(shop.Page.EvaluateAsync(TenClicks), second.EvaluateAsync(TenClicks));
        await ServerHoldsAsync(shop, "beanie", 20);
        await shop.Page.ReloadAsync();

        await ExpectTextAsync(shop, "cart-count-beanie", "20");
        Assert.Empty(shop.Complaints(FirstVisit));
    }

    [Fact]
    public async Task Preferences_SavedAndReloaded_AreKeptAndOnlyEverText()
    {
        const string Hostile = "<img src=x onerror=\"document.title='pwned'\"> ring twice";
        await using var shop = await ShopPage.OpenAsync(browser);
        await shop.SignInAsync("marin");
        await shop["add-mug"].ClickAsync();
        await shop["pref-currency"].SelectOptionAsync("USD");
        await shop["pref-theme"].SelectOptionAsync("dark");
        await shop["pref-newsletter"].CheckAsync();
        await shop["pref-note"].FillAsync(Hostile);
        await shop["save-prefs"].ClickAsync();
        await ExpectTextAsync(shop, "prefs-outcome", "4 changes saved");
        await shop.Page.ReloadAsync();

        await Assertions.Expect(shop["pref-currency"]).ToHaveValueAsync("USD");
        await Assertions.Expect(shop["pref-theme"]).ToHaveValueAsync("dark");
        await Assertions.Expect(shop["pref-newsletter"]).ToBeCheckedAsync();
        await Assertions.Expect(shop["pref-note"]).ToHaveValueAsync(Hostile);
        await ExpectTextAsync(shop, "cart-note", Hostile);
        await Assertions.Expect(shop.Page).ToHaveTitleAsync("Holdfast Supply");
        Assert.Equal("dark", await shop.Page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        Assert.Empty(shop.Complaints(FirstVisit));
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task Race_OfAHundredClicks_IsKeptWholeByHoldfastAndCountedForTheStockSession()
    {
        await using var shop = await ShopPage.OpenAsync(browser);
        await shop.SignInAsync("marin");

        await shop["race-fire"].ClickAsync();

        await ExpectTextAsync(shop, "race-holdfast-verdict", "100 of 100 kept");
        await ExpectTextAsync(shop, "race-holdfast-count", "100");
        await Assertions.Expect(shop["race-stock-verdict"]).ToHaveTextAsync(StockVerdict());
        var kept = StockVerdict().Match((await shop["race-stock-verdict"].TextContentAsync())!).Groups["kept"].Value;
        // What the page says is what the server's session holds, and not what the page has counted itself.
        var stock = await shop.Page.EvaluateAsync<long>("fetch('/api/stock/session').then(r => r.json()).then(s => s.metadata.race)");
        Assert.Equal(stock, long.Parse(kept, CultureInfo.InvariantCulture));
        await ExpectTextAsync(shop, "race-stock-count", kept);
        Assert.Empty(shop.Complaints(FirstVisit));
    }

    [Fact]
    public async Task Numbers_OfTheServer_ShowWhoIsThereAndThatTheyAgree()
    {
        await using var shop = await ShopPage.OpenAsync(browser);
        await shop.SignInAsync("marin");
        await ExpectTextAsync(shop, "stats-active", "1");
        await ExpectTextAsync(shop, "stats-discrepancy", "0");
        await ExpectTextAsync(shop, "access-count", "1");

        await shop["session-refresh"].ClickAsync();

        await ExpectTextAsync(shop, "access-count", "2");
        Assert.Empty(shop.Complaints(FirstVisit));
    }

    [Fact]
    [Trait("Invariant", "3")]
    public async Task SignOut_InThePage_IsFinalInEveryPageAndEmptiesTheJar()
    {
        await using var shop = await ShopPage.OpenAsync(browser);
        await shop.SignInAsync("marin");
        await shop["add-mug"].ClickAsync();
        await ServerHoldsAsync(shop, "mug", 1);
        var second = await shop.NewPageAsync();
        await Assertions.Expect(second.GetByTestId("cart-count-mug")).ToHaveTextAsync("1");

        await shop["sign-out"].ClickAsync();

        await ExpectTextAsync(shop, "signed-out-reason", "You have signed out.");
        await Assertions.Expect(shop["login-form"]).ToBeVisibleAsync();
        Assert.DoesNotContain(await shop.Window.CookiesAsync(), cookie => cookie.Name is "session" or "stock-session");
        await second.GetByTestId("add-mug").ClickAsync();
        await Assertions.Expect(second.GetByTestId("login-form")).ToBeVisibleAsync();
        await shop.SignInAsync("marin");
        await Assertions.Expect(shop["cart-nothing"]).ToBeVisibleAsync();
        Assert.Empty(shop.Complaints(FirstVisit + 1));
    }

    [Fact]
    public async Task SignIn_WithNothingTyped_SaysWhatIsMissing()
    {
        await using var shop = await ShopPage.OpenAsync(browser);

        await shop["sign-in"].ClickAsync();

        await Assertions.Expect(shop["sign-in-error"]).ToContainTextAsync("needed");
        Assert.Empty(shop.Complaints(FirstVisit + 1));
    }

    private static Task ExpectTextAsync(ShopPage shop, string testId, string text) => Assertions.Expect(shop[testId]).ToHaveTextAsync(text);

    // The clicks have been answered: what a reload shows is then the server's.
    private static async Task ServerHoldsAsync(ShopPage shop, string sku, int amount) =>
        await shop.Page.WaitForFunctionAsync(
            "async ([key, amount]) => (await (await fetch('/api/session')).json()).metadata[key] === amount", new object[] { $"cart.{sku}", amount });

    [GeneratedRegex("^(?<kept>[0-9]+) of 100 kept(?:, [0-9]+ lost)?$", RegexOptions.None, 1000)]
    private static partial Regex StockVerdict();
}
