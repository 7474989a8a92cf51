using System.Text;

namespace Holdfast.Cli.Metrics;

/// <summary>Instrument names as Prometheus wants them: underscores, the unit in words, and <c>_total</c> on counters.</summary>
internal static class MetricNames
{
    public static string Of(string name, string? unit, MetricKind kind)
    {
        var text = Cleaned(name);
        var suffix = unit switch
        {
            // Units in braces say what is counted, not in what.
            null or "" or ['{', .., '}'] => string.Empty,
            "s" => "seconds",
            "ms" => "milliseconds",
            "By" => "bytes",
            "1" => kind == MetricKind.Gauge ? "ratio" : string.Empty,
            _ => Cleaned(unit).Trim('_'),
        };
        text = WithSuffix(text, suffix);
        return kind == MetricKind.Counter ? WithSuffix(text, "total") : text;
    }

    /// <summary>A name of ASCII letters, digits and underscores that begins with no digit; several odd characters in a row become one underscore.</summary>
    public static string Cleaned(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var character in name)
        {
            var isPlain = char.IsAsciiLetterOrDigit(character);
            if (char.IsAsciiDigit(character) && text.Length == 0)
            {
                text.Append('_');
            }

            if (isPlain || text is [] or [.., not '_'])
            {
                text.Append(isPlain ? character : '_');
            }
        }

        return text.Length == 0 ? "_" : text.ToString();
    }

    private static string WithSuffix(string text, string suffix) =>
        suffix.Length == 0 || text.EndsWith('_' + suffix, StringComparison.Ordinal) ? text : $"{text}_{suffix}";
}
