using Holdfast.Cli.Settings;
using Holdfast.Cli.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Cli.Shop.Stock;

/// <summary>Sets up the framework's own session on its memory cache, for comparison side by side.</summary>
internal static class StockSession
{
    public const string CookieName = "stock-session";

    /// <summary>What <c>AddSession()</c> adds, less the data protection that would write its keys to a file: these sessions end with the server.</summary>
    public static void AddStockSession(this IServiceCollection services)
    {
        services.AddDistributedMemoryCache();
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddTransient<ISessionStore, DistributedSessionStore>();
    }

    /// <summary>The middleware, with options of its own: those in the services would be taken for Holdfast's too.</summary>
    public static void UseStockSession(this IApplicationBuilder branch, ServeSettings settings)
    {
        var options = new SessionOptions { IdleTimeout = settings.IdleTimeout };
        options.Cookie.Name = CookieName;
        options.Cookie.IsEssential = true;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        branch.UseSession(options);
    }

    public static void MapStockShop(this WebApplication app)
    {
        app.MapPost("/api/stock/login", SameOrigin.Only(StockShop.LoginAsync));
        app.MapGet("/api/stock/session", StockShop.ReadAsync);
        app.MapPut("/api/stock/session/prefs", SameOrigin.Only(StockShop.SavePreferenceAsync));
        app.MapPost("/api/stock/session/increment", SameOrigin.Only(StockShop.IncrementAsync));
        app.MapPost("/api/stock/logout", SameOrigin.Only(StockShop.LogoutAsync));
    }
}
