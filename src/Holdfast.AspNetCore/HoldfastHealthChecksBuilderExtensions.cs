using Holdfast;
using Holdfast.AspNetCore.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Holdfast to the application's health checks.</summary>
public static class HoldfastHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that writes, reads and ends a session and compares the totals. Its data names <c>reported</c> and <c>actual</c> active sessions, their
    /// <c>discrepancy</c> (0, or the check fails), and the queue of ended ones. Needs <c>AddHoldfast()</c> on the services.
    /// </summary>
    /// <param name="builder">From <c>AddHealthChecks()</c>.</param>
    /// <param name="name">The check's name, once per application.</param>
    /// <param name="failureStatus">What a failure counts as. Default: unhealthy.</param>
    /// <param name="tags">Tags to select checks by. Default: none.</param>
    /// <param name="configure">Sets thresholds; validated when the host starts.</param>
    public static IHealthChecksBuilder AddHoldfast(
        this IHealthChecksBuilder builder,
        string name = "holdfast",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        Action<HoldfastHealthOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<HoldfastHealthOptions>(name)
            .Validate(static options => options.MaxPendingEnds >= 0, $"{nameof(HoldfastHealthOptions.MaxPendingEnds)} is negative; it is 0 or more.")
            .Validate(
                static options => options.ProbeInterval >= TimeSpan.Zero && options.ProbeInterval <= TimeSpan.FromHours(1),
                $"{nameof(HoldfastHealthOptions.ProbeInterval)} is out of range; it is from 0 to 1 hour.")
            .ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        // One probe per check for the application's whole life: a health check itself is made anew for every question.
        builder.Services.AddKeyedSingleton(name, static (services, key) => new SessionProbe(
            services.GetRequiredService<SessionManager>(), services.GetRequiredService<TimeProvider>(), Options(services, (string)key!).ProbeInterval));
        return builder.Add(new HealthCheckRegistration(
            name,
            services => new HoldfastHealthCheck(
                services.GetRequiredService<SessionManager>(), services.GetRequiredKeyedService<SessionProbe>(name), Options(services, name)),
            failureStatus,
            tags));
    }

    private static HoldfastHealthOptions Options(IServiceProvider services, string name) =>
        services.GetRequiredService<IOptionsMonitor<HoldfastHealthOptions>>().Get(name);
}
