using Microsoft.Extensions.Logging;

namespace Holdfast.Cli.Settings;

/// <summary>What the server runs with: everything read, checked and typed.</summary>
internal sealed record ServeSettings
{
    public bool Demo { get; init; }

    public StoreChoice Store { get; init; } = StoreChoice.Memory;

    public required IReadOnlyList<ListenAddress> Addresses { get; init; }

    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(20);

    public TimeSpan AbsoluteTimeout { get; init; } = TimeSpan.FromHours(24);

    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    public ServerCertificate? Certificate { get; init; }
}
