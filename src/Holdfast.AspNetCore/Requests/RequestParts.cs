using System.Diagnostics.Metrics;
using Holdfast.AspNetCore.Cookies;
using Holdfast.AspNetCore.Diagnostics;
using Holdfast.Model;
using Holdfast.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.AspNetCore.Requests;

/// <summary>What all requests of one pipeline share. Made, and all options checked, when the pipeline is built.</summary>
internal sealed class RequestParts
{
    private const string KestrelAssembly = "Microsoft.AspNetCore.Server.Kestrel.Core";

    public required SessionManager Manager { get; init; }

    public required CookieSettings Cookie { get; init; }

    public required KnownCookies Known { get; init; }

    /// <summary>From the stock session options; null when our own options or their default hold.</summary>
    public required TimeSpan? IdleTimeout { get; init; }

    public required WebInstruments Instruments { get; init; }

    public required ILogger Logger { get; init; }

    public required SessionClock Clock { get; init; }

    public static RequestParts From(IServiceProvider services)
    {
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(SessionManager)) is false)
        {
            throw new InvalidOperationException("Holdfast is not registered. Call builder.Services.AddHoldfast() before app.UseHoldfast().");
        }

        var errors = new List<string>();
        var stock = services.GetRequiredService<IOptions<SessionOptions>>().Value;
        var choices = new CookieChoices(services.GetRequiredService<IOptions<HoldfastCookieOptions>>().Value, stock.Cookie);
        CookieRules.Check(choices, errors);
        var idleTimeout = CheckIdleTimeout(services, stock, errors);
        if (errors.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(HoldfastCookieOptions), errors);
        }

        return new RequestParts
        {
            Manager = services.GetRequiredService<SessionManager>(),
            Cookie = choices.ToSettings(),
            Known = new KnownCookies(services.GetService<IServer>()?.GetType().Assembly.GetName().Name == KestrelAssembly),
            IdleTimeout = idleTimeout,
            Instruments = new WebInstruments(services.GetService<IMeterFactory>()),
            Logger = (ILogger?)services.GetService<ILogger<HoldfastMiddleware>>() ?? NullLogger.Instance,
            Clock = services.GetRequiredService<SessionClock>(),
        };
    }

    // The core's own faults join the list, so that one start shows everything that has to be mended.
    private static TimeSpan? CheckIdleTimeout(IServiceProvider services, SessionOptions stock, List<string> errors)
    {
        HoldfastOptions options;
        try
        {
            options = services.GetRequiredService<IOptions<HoldfastOptions>>().Value;
        }
        catch (OptionsValidationException exception)
        {
            errors.AddRange(exception.Failures);
            return null;
        }

        if (options.IdleTimeout is not null || stock.IdleTimeout == new SessionOptions().IdleTimeout)
        {
            return null;
        }

        if (!Timeouts.IsLegal(stock.IdleTimeout) || stock.IdleTimeout > options.AbsoluteTimeout)
        {
            errors.Add(
                $"SessionOptions.IdleTimeout is {stock.IdleTimeout}; it is whole milliseconds from {Timeouts.Shortest} to AbsoluteTimeout, which is {options.AbsoluteTimeout}.");
        }

        return stock.IdleTimeout;
    }
}
