using Microsoft.Extensions.Logging;

namespace Holdfast.AspNetCore.Tests.Hosting;

/// <summary>One line of the log.</summary>
internal sealed record LoggedLine(string Category, int Id, LogLevel Level, string Text);
