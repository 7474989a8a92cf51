using Holdfast;
using Holdfast.Sqlite;
using Holdfast.Storage;
using Holdfast.Time;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the durable store.</summary>
public static class HoldfastSqliteBuilderExtensions
{
    /// <summary>
    /// Keeps sessions in a directory, in files of the operating system's SQLite: what was acknowledged survives the end of the process and of the machine. One
    /// process owns a directory. Opened when the host starts, or at the first use without a host; what is wrong with it is a
    /// <see cref="SqliteStoreException"/>.
    /// </summary>
    /// <param name="builder">What <c>AddHoldfast</c> answered.</param>
    /// <param name="directory">The store's directory; made if it is not there, readable by this account alone.</param>
    /// <param name="configure">Sets options.</param>
    public static IHoldfastBuilder UseSqlite(this IHoldfastBuilder builder, string directory, Action<SqliteOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        var services = builder.Services;
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteOptions>, SqliteOptionsValidator>());
        var options = services.AddOptionsWithValidateOnStart<SqliteOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.Replace(ServiceDescriptor.Singleton(provider => SqliteStorage.Open(directory, SetupOf(provider))));
        services.Replace(ServiceDescriptor.Singleton<IHoldfastStore>(static provider => provider.GetRequiredService<SqliteStorage>().Store));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SqliteOpening>());
        return builder;
    }

    private static SqliteSetup SetupOf(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<IOptions<HoldfastOptions>>().Value;
        return new SqliteSetup(
            provider.GetRequiredService<IOptions<SqliteOptions>>().Value,
            provider.GetRequiredService<SessionClock>(),
            settings.Limits,
            settings.EndedRetention,
            provider.GetService<ILoggerFactory>()?.CreateLogger("Holdfast.Sqlite") ?? NullLogger.Instance);
    }
}
