using Holdfast.Cli.Settings;
using Holdfast.Cli.Shop.Answers;
using Holdfast.Cli.Shop.Files;
using Holdfast.Cli.Shop.Stock;
using Holdfast.Cli.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Cli.Shop;

/// <summary>The demo shop: its page, its requests on a Holdfast session, and the same requests on the framework's own session.</summary>
internal static class DemoShop
{
    private static readonly PathString Api = "/api";
    private static readonly PathString StockApi = "/api/stock";
    private static readonly PathString StatisticsPath = "/api/stats";

    public static void Map(WebApplication app, ServeSettings settings)
    {
        // Two branches by path: neither session ever sees a request of the other.
        app.UseWhen(static context => IsBelow(StockApi, context), stock => stock.UseStockSession(settings));
        app.UseWhen(IsOfTheShop, static shop => shop.UseHoldfast());

        app.MapPost("/api/login", SameOrigin.Only(HoldfastShop.LoginAsync));
        app.MapGet("/api/session", HoldfastShop.ReadAsync);
        app.MapPut("/api/session/prefs", SameOrigin.Only(HoldfastShop.SavePreferenceAsync));
        app.MapPost("/api/session/increment", SameOrigin.Only(HoldfastShop.IncrementAsync));
        app.MapPost("/api/logout", SameOrigin.Only(HoldfastShop.LogoutAsync));
        app.MapGet(StatisticsPath, StatisticsAsync);
        app.MapStockShop();
        app.MapShopFiles();
    }

    // The page asks for the totals every two seconds: that is nobody using a session.
    private static bool IsOfTheShop(HttpContext context) =>
        IsBelow(Api, context) && !IsBelow(StockApi, context) && !IsBelow(StatisticsPath, context);

    // Routes ignore case, so the branches must too.
    private static bool IsBelow(PathString path, HttpContext context) =>
        context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase);

    private static async Task StatisticsAsync(HttpContext context)
    {
        var manager = context.RequestServices.GetRequiredService<SessionManager>();
        if (await manager.GetStatisticsAsync(context.RequestAborted) is { } totals)
        {
            Json.Write(context.Response, StatisticsAnswer.Of(totals), ShopJson.Default.StatisticsAnswer);
        }
        else
        {
            Problem.Write(context, StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The session store cannot be reached.");
        }
    }
}
