using Microsoft.Extensions.Logging;

namespace Holdfast.Diagnostics;

/// <summary>The core's log messages. Keys are public and may be named; secrets and values never are.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Swept {Handled} due or outdated sessions.")]
    public static partial void Swept(ILogger logger, int handled);

    [LoggerMessage(2, LogLevel.Error, "Tidying sessions failed; it goes on at the next interval, and expiry is decided at every use all the same.")]
    public static partial void SweepFailed(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Information, "Subject's sessions revoked: {Ended} ended.")]
    public static partial void Revoked(ILogger logger, int ended);
}
