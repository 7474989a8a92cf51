namespace Holdfast.Cli.Metrics;

/// <summary>What Prometheus calls an instrument.</summary>
internal enum MetricKind
{
    /// <summary>A total that only grows.</summary>
    Counter = 0,

    /// <summary>A value that goes up and down.</summary>
    Gauge = 1,

    /// <summary>How often values fell into which range.</summary>
    Histogram = 2,
}
