namespace Holdfast.Benchmarks.Harness;

/// <summary>What one contestant reached with one number of threads.</summary>
internal sealed class Row(string name, int threads, IReadOnlyList<Slice> slices)
{
    public string Name { get; } = name;

    public int Threads { get; } = threads;

    public Samples Nanoseconds { get; } = new([.. slices.Select(static slice => slice.NanosecondsPerOperation)]);

    public Samples Bytes { get; } = new([.. slices.Select(static slice => slice.BytesPerOperation)]);

    public Samples Collections { get; } = new([.. slices.Select(static slice => (double)slice.Collections)]);

    /// <summary>How fast this is by how fast the other is: above 1 it is faster.</summary>
    public Samples SpeedOf(Row other) => other.Nanoseconds.Over(Nanoseconds);
}
