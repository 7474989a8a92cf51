using Holdfast.Time;
using Microsoft.Extensions.Logging;

namespace Holdfast.Sqlite;

/// <summary>What a store is opened with.</summary>
internal sealed record SqliteSetup(SqliteOptions Options, SessionClock Clock, SessionLimits Limits, TimeSpan EndedRetention, ILogger Logger);
