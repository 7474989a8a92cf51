using Holdfast.Cli.Health;
using Holdfast.Cli.Metrics;
using Holdfast.Cli.Settings;
using Holdfast.Cli.Shop;
using Holdfast.Cli.Shop.Stock;
using Holdfast.Cli.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Holdfast.Cli.Serving;

/// <summary>
/// Puts the server together. From an empty builder: nothing but <see cref="ServeSettings"/> configures it, no file or variable that the framework
/// would read by itself.
/// </summary>
internal static class Server
{
    /// <summary>Larger than a value at its limit with every character escaped, so that no legal value is too large for the door.</summary>
    public const long MaxBodyBytes = 2 * 1024 * 1024;

    /// <param name="settings">What it runs with.</param>
    /// <param name="configure">Replaces parts, for tests: a clock, a store.</param>
    public static WebApplication Build(ServeSettings settings, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(Server).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        Listen(builder, settings);
        Log(builder.Logging, settings);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.ShutdownTimeout);
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        var holdfast = builder.Services.AddHoldfast(options =>
        {
            options.IdleTimeout = settings.IdleTimeout;
            options.AbsoluteTimeout = settings.AbsoluteTimeout;
        });
        if (settings.Store.Directory is { } directory)
        {
            holdfast.UseSqlite(directory);
        }

        builder.Services.AddHealthChecks().AddHoldfast();
        builder.Services.AddSingleton<MetricCollector>();
        if (settings.Demo)
        {
            builder.Services.AddStockSession();
        }

        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseSafeAnswers();
        app.MapHealth();
        app.MapMetrics();
        if (settings.Demo)
        {
            DemoShop.Map(app, settings);
        }

        return app;
    }

    private static void Listen(WebApplicationBuilder builder, ServeSettings settings)
    {
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls([.. settings.Addresses.Select(address => address.Url)]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 10_000;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            if (settings.Certificate is { } certificate)
            {
                kestrel.ConfigureHttpsDefaults(https =>
                {
                    https.ServerCertificate = certificate.Leaf;
                    https.ServerCertificateChain = certificate.Chain;
                });
            }
        });
    }

    // To the standard error: the standard output is for what was asked for.
    private static void Log(ILoggingBuilder logging, ServeSettings settings)
    {
        var gate = new StartupLogGate();
        logging.Services.AddSingleton(gate);
        logging.AddSimpleConsole(format =>
        {
            format.SingleLine = true;
            format.TimestampFormat = "HH:mm:ss ";
            format.ColorBehavior = LoggerColorBehavior.Default;
        });
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.SetMinimumLevel(settings.LogLevel);
        logging.AddFilter((category, level) => gate.Admits(category, level, settings.LogLevel));
    }
}
