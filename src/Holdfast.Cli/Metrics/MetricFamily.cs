using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Holdfast.Cli.Metrics;

/// <summary>One instrument with all its series.</summary>
/// <remarks>
/// Bounded (Invariant 10): after <see cref="MaxSeries"/> sets of labels the rest is counted together under one label that says so. Finding the series
/// of tags seen before allocates nothing, because it happens in every request.
/// </remarks>
internal sealed class MetricFamily
{
    public const int MaxSeries = 200;

    private static readonly double[] DefaultBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<TagSet, MetricSeries> _byTags = new(TagSet.Comparer.Instance);
    private readonly ConcurrentDictionary<TagSet, MetricSeries>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _bySpan;
    private readonly Lock _gate = new();

    // Guarded by the gate: the same tags in another order are the same series.
    private readonly Dictionary<string, MetricSeries> _byLabels = new(StringComparer.Ordinal);
    private readonly Lazy<MetricSeries> _overflow;
    private volatile bool _isFull;

    public MetricFamily(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        Kind = type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter
            : type == typeof(Histogram<>) ? MetricKind.Histogram
            : MetricKind.Gauge;
        IsObservable = instrument.IsObservable;
        IsSet = IsObservable || type == typeof(Gauge<>);
        Name = MetricNames.Of(instrument.Name, instrument.Unit, Kind);
        Help = instrument.Description ?? string.Empty;
        Boundaries = Kind == MetricKind.Histogram ? BoundariesOf(instrument) : [];
        _bySpan = _byTags.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        _overflow = new Lazy<MetricSeries>(() => new MetricSeries("overflow=\"true\"", Boundaries));
    }

    public string Name { get; }

    public string Help { get; }

    public MetricKind Kind { get; }

    public IReadOnlyList<double> Boundaries { get; }

    /// <summary>Whether it is asked at every collection; a series it then leaves out no longer exists.</summary>
    public bool IsObservable { get; }

    /// <summary>Whether a measurement is the new value rather than a step.</summary>
    private bool IsSet { get; }

    public void Record(double measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, long collection)
    {
        var series = _bySpan.TryGetValue(tags, out var known) ? known : Find(tags);
        if (IsSet)
        {
            series.Set(measurement, collection);
        }
        else if (Kind == MetricKind.Histogram)
        {
            series.Observe(measurement);
        }
        else
        {
            series.Add(measurement);
        }
    }

    /// <summary>All series, in the order of their labels.</summary>
    public IReadOnlyList<MetricSeries> Series()
    {
        lock (_gate)
        {
            var all = _byLabels.Values.OrderBy(series => series.Labels, StringComparer.Ordinal).ToList();
            if (_overflow.IsValueCreated)
            {
                all.Add(_overflow.Value);
            }

            return all;
        }
    }

    private MetricSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_isFull)
        {
            return _overflow.Value;
        }

        var labels = MetricLabels.Of(tags);
        lock (_gate)
        {
            if (_byTags.Count >= MaxSeries)
            {
                _isFull = true;
                return _overflow.Value;
            }

            if (!_byLabels.TryGetValue(labels, out var series))
            {
                series = new MetricSeries(labels, Boundaries);
                _byLabels.Add(labels, series);
            }

            _bySpan.TryAdd(tags, series);
            return series;
        }
    }

    private static double[] BoundariesOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } boundaries } => [.. boundaries],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } boundaries } => [.. boundaries.Select(boundary => (double)boundary)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } boundaries } => [.. boundaries.Select(boundary => (double)boundary)],
        _ => DefaultBoundaries,
    };
}
