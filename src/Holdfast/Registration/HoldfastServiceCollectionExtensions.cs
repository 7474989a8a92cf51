using System.Diagnostics.Metrics;
using Holdfast;
using Holdfast.Storage;
using Holdfast.Storage.InProcess;
using Holdfast.Time;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Holdfast.</summary>
public static class HoldfastServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="SessionManager"/> on the memory store. Options are validated when the host starts, or at the first use without a host: all
    /// errors at once, as an <see cref="OptionsValidationException"/>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets options; may be called for several modules, each adding to the last.</param>
    public static IHoldfastBuilder AddHoldfast(this IServiceCollection services, Action<HoldfastOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => new SessionClock(provider.GetRequiredService<TimeProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HoldfastOptions>, HoldfastOptionsValidator>());
        var options = services.AddOptionsWithValidateOnStart<HoldfastOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddSingleton<IHoldfastStore>(static provider =>
        {
            var settings = provider.GetRequiredService<IOptions<HoldfastOptions>>().Value;
            return new InProcessStore(provider.GetRequiredService<SessionClock>(), settings.Limits, settings.EndedRetention);
        });
        services.TryAddSingleton(static provider => new SessionManager(
            provider.GetRequiredService<IHoldfastStore>(),
            provider.GetRequiredService<IOptions<HoldfastOptions>>().Value,
            provider.GetRequiredService<SessionClock>(),
            provider.GetService<ILogger<SessionManager>>(),
            provider.GetService<IMeterFactory>()));
        return new HoldfastBuilder(services);
    }
}
