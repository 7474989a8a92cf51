namespace Holdfast.Benchmarks.Harness;

/// <summary>The rows of one contest.</summary>
internal sealed class Results(IReadOnlyList<string> names, IReadOnlyList<Row> rows)
{
    public IReadOnlyList<string> Names { get; } = names;

    public IReadOnlyList<int> ThreadCounts { get; } = [.. rows.Select(static row => row.Threads).Distinct().Order()];

    public Row this[string name, int threads] => rows.Single(row => row.Name == name && row.Threads == threads);

    /// <summary>How fast one is by how fast another is, with so many threads: the median of the rounds' ratios.</summary>
    public double Speed(string name, string of, int threads) => this[name, threads].SpeedOf(this[of, threads]).Median;
}
