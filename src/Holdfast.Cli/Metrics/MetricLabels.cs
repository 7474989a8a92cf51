using System.Globalization;
using System.Text;

namespace Holdfast.Cli.Metrics;

/// <summary>Tags as labels: <c>name="value"</c>, in the order of their names, each name once.</summary>
internal static class MetricLabels
{
    public static string Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            labels.TryAdd(MetricNames.Cleaned(key), TextOf(value));
        }

        var text = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            text.Append(text.Length == 0 ? string.Empty : ",").Append(name).Append("=\"").Append(Escaped(value)).Append('"');
        }

        return text.ToString();
    }

    private static string TextOf(object? value) => value switch
    {
        null => string.Empty,
        // As JSON and every other client of these texts writes it.
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
