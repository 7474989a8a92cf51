namespace Holdfast.Cli.Metrics;

/// <summary>The measurements of one instrument with one set of labels. Safe for all threads.</summary>
/// <param name="labels">As they are written: <c>a="b",c="d"</c>.</param>
/// <param name="boundaries">The upper ends of a histogram's buckets, rising; empty for other kinds.</param>
internal sealed class MetricSeries(string labels, IReadOnlyList<double> boundaries)
{
    private readonly Lock _gate = new();

    // Guarded by the gate. The last bucket holds what is over the largest boundary.
    private readonly long[] _buckets = new long[boundaries.Count + 1];
    private double _value;
    private long _collection = -1;

    public string Labels => labels;

    public void Add(double amount)
    {
        lock (_gate)
        {
            _value += amount;
        }
    }

    /// <summary>Takes over what an instrument says when it is asked.</summary>
    public void Set(double value, long collection)
    {
        lock (_gate)
        {
            _value = value;
            _collection = collection;
        }
    }

    public void Observe(double value)
    {
        var bucket = 0;
        while (bucket < boundaries.Count && value > boundaries[bucket])
        {
            bucket++;
        }

        lock (_gate)
        {
            _buckets[bucket]++;
            _value += value;
        }
    }

    /// <summary>One consistent state: the sum or value, the buckets, and in which collection it was last set.</summary>
    public (double Value, long[] Buckets, long Collection) Read()
    {
        lock (_gate)
        {
            return (_value, [.. _buckets], _collection);
        }
    }
}
