using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Holdfast.AspNetCore.Tests.Hosting;

/// <summary>Everything that was logged, at every level.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<LoggedLine> _lines = new();

    public IReadOnlyCollection<LoggedLine> Lines => _lines;

    /// <summary>The ids of the middleware's own messages, in order.</summary>
    public IEnumerable<int> Ids => from line in _lines where line.Category.StartsWith("Holdfast", StringComparison.Ordinal) select line.Id;

    public ILogger CreateLogger(string categoryName) => new Writer(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Writer(string category, ConcurrentQueue<LoggedLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new LoggedLine(category, eventId.Id, logLevel, $"{formatter(state, exception)} {exception}"));
    }
}
