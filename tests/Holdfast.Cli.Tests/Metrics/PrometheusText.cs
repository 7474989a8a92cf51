using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.Cli.Tests.Metrics;

/// <summary>
/// Reads Prometheus' text format as strictly as its specification allows, and fails on the first thing that a lenient reader would pass over.
/// </summary>
internal static partial class PrometheusText
{
    public static IReadOnlyDictionary<string, PrometheusFamily> Parse(string text)
    {
        Assert.True(text.Length == 0 || text.EndsWith('\n'), "The last line does not end.");
        var families = new Dictionary<string, PrometheusFamily>(StringComparer.Ordinal);
        PrometheusFamily? current = null;
        string? helpFor = null;
        foreach (var line in text.Split('\n').SkipLast(1))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                var parts = line["# HELP ".Length..].Split(' ', 2);
                Assert.True(helpFor is null, $"Two help lines in a row: {line}");
                Assert.Matches(Escapes(), parts[1]);
                helpFor = parts[0];
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var parts = line["# TYPE ".Length..].Split(' ');
                Assert.True(helpFor is null || helpFor == parts[0], $"The help line before is not of this family: {line}");
                Assert.True(parts[1] is "counter" or "gauge" or "histogram", $"This is no type: {line}");
                current = new PrometheusFamily(parts[0], parts[1]);
                Assert.Matches(Name(), current.Name);
                Assert.True(families.TryAdd(current.Name, current), $"A family comes twice: {line}");
                helpFor = null;
            }
            else
            {
                Assert.True(current is not null && helpFor is null, $"A sample stands outside a family: {line}");
                current.Add(Sample(line));
            }
        }

        foreach (var family in families.Values)
        {
            family.Check();
        }

        return families;
    }

    private static PrometheusSample Sample(string line)
    {
        var match = SampleLine().Match(line);
        Assert.True(match.Success, $"This is no sample: {line}");
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < match.Groups["label"].Captures.Count; i++)
        {
            var value = match.Groups["value"].Captures[i].Value
                .Replace("\\\\", "\u0001", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal)
                .Replace("\\n", "\n", StringComparison.Ordinal).Replace("\u0001", "\\", StringComparison.Ordinal);
            Assert.True(labels.TryAdd(match.Groups["label"].Captures[i].Value, value), $"A label comes twice: {line}");
        }

        var number = match.Groups["number"].Value;
        return new PrometheusSample(match.Groups["name"].Value, labels, number switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            "NaN" => double.NaN,
            _ => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
        });
    }

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"^([^\\]|\\\\|\\n)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escapes();

    [GeneratedRegex(
        """^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{((?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>([^"\\]|\\\\|\\"|\\n)*)"(,(?!\})|(?=\})))+\})? (?<number>[+-]Inf|NaN|-?[0-9]+(\.[0-9]+)?(e[+-][0-9]+)?)$""",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex SampleLine();
}
