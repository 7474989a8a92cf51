using System.Globalization;
using System.Text;

namespace Holdfast.Cli.Metrics;

/// <summary>Writes families in Prometheus' text format, version 0.0.4.</summary>
internal static class MetricText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <param name="families">What to write; of several with one name the first counts, because the format has room for one.</param>
    /// <param name="collection">The collection that observable series must be of.</param>
    public static string Write(IEnumerable<MetricFamily> families, long collection)
    {
        var text = new StringBuilder();
        foreach (var family in families.DistinctBy(family => family.Name, StringComparer.Ordinal).OrderBy(family => family.Name, StringComparer.Ordinal))
        {
            Write(text, family, collection);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, MetricFamily family, long collection)
    {
        var states = family.Series().Select(series => (series.Labels, State: series.Read()))
            .Where(series => !family.IsObservable || series.State.Collection == collection)
            .ToList();
        if (states.Count == 0)
        {
            return;
        }

        if (family.Help.Length > 0)
        {
            text.Append("# HELP ").Append(family.Name).Append(' ')
                .Append(family.Help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        }

        text.Append("# TYPE ").Append(family.Name).Append(' ').Append(TypeOf(family.Kind)).Append('\n');
        foreach (var (labels, state) in states)
        {
            if (family.Kind == MetricKind.Histogram)
            {
                WriteHistogram(text, family, labels, state.Value, state.Buckets);
            }
            else
            {
                WriteSample(text, family.Name, labels, state.Value);
            }
        }
    }

    private static void WriteHistogram(StringBuilder text, MetricFamily family, string labels, double sum, long[] buckets)
    {
        long upTo = 0;
        for (var i = 0; i < buckets.Length; i++)
        {
            upTo += buckets[i];
            var end = i < family.Boundaries.Count ? family.Boundaries[i] : double.PositiveInfinity;
            var separator = labels.Length == 0 ? string.Empty : ",";
            WriteSample(text, family.Name + "_bucket", $"{labels}{separator}le=\"{Number(end)}\"", upTo);
        }

        WriteSample(text, family.Name + "_sum", labels, sum);
        WriteSample(text, family.Name + "_count", labels, upTo);
    }

    private static void WriteSample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        // Small e, as Prometheus itself writes it: two spellings of one bucket would be two series.
        _ => value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e'),
    };

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };
}
