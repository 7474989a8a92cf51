namespace Holdfast.Benchmarks.Harness;

/// <summary>One number per round.</summary>
internal sealed class Samples(IReadOnlyList<double> values)
{
    public IReadOnlyList<double> Values { get; } = values;

    public double Median => Quantile(0.5);

    public double Min => Values.Min();

    public double Max => Values.Max();

    public double Quantile(double part)
    {
        var sorted = Values.Order().ToArray();
        var at = part * (sorted.Length - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (at - below));
    }

    /// <summary>The ratio of two contestants, round by round: the noise of a round is in both and cancels.</summary>
    public Samples Over(Samples other) => new([.. Values.Zip(other.Values, static (mine, theirs) => mine / theirs)]);
}
