using Microsoft.Extensions.Logging;

namespace Holdfast.Sqlite;

/// <summary>The durable store's log messages. Keys are public and may be named; secrets and values never are.</summary>
internal static partial class SqliteLog
{
    [LoggerMessage(101, LogLevel.Critical, "The log cannot be written. Nothing is acknowledged any more until a restart; what was acknowledged is kept. {Reason}")]
    public static partial void JournalFailed(ILogger logger, string reason);

    [LoggerMessage(102, LogLevel.Critical, "Sessions cannot be written to their rows. The log goes on growing until a restart. {Reason}")]
    public static partial void FoldFailed(ILogger logger, string reason);

    [LoggerMessage(103, LogLevel.Information, "Recovered {Sessions} sessions and {Records} log records from {Directory} in {Milliseconds} ms.")]
    public static partial void Recovered(ILogger logger, long sessions, long records, string directory, long milliseconds);

    [LoggerMessage(104, LogLevel.Information, "Recovering from {Directory}: {Sessions} sessions so far.")]
    public static partial void Recovering(ILogger logger, string directory, long sessions);

    [LoggerMessage(105, LogLevel.Error, "Session {Key} could not be read and was set aside in the table 'quarantine': {Reason}")]
    public static partial void Quarantined(ILogger logger, string key, string reason);

    [LoggerMessage(106, LogLevel.Error, "{Missing} sessions that were alive are not in the files; they count as ended, failed.")]
    public static partial void Missing(ILogger logger, long missing);

    [LoggerMessage(107, LogLevel.Error, "The log is damaged after batch {Batch}: {Dropped} later batches were not used and are kept in {File}.")]
    public static partial void LogDamaged(ILogger logger, long batch, int dropped, string file);
}
