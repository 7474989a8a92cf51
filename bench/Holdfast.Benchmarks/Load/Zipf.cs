namespace Holdfast.Benchmarks.Load;

/// <summary>Numbers of 0 to n − 1, the k-th most frequent of them with weight 1/k^s. Which are frequent is shuffled, so that they are no neighbours.</summary>
internal sealed class Zipf
{
    private const int ShuffleSeed = 7;

    private readonly double[] _cumulated;
    private readonly int[] _byRank;

    public Zipf(int count, double exponent)
    {
        _cumulated = new double[count];
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            sum += 1 / Math.Pow(i + 1, exponent);
            _cumulated[i] = sum;
        }

        _byRank = [.. Enumerable.Range(0, count)];
        new Random(ShuffleSeed).Shuffle(_byRank);
    }

    public int[] Draw(int length, int seed)
    {
        var random = new Random(seed);
        var drawn = new int[length];
        for (var i = 0; i < length; i++)
        {
            var rank = Array.BinarySearch(_cumulated, random.NextDouble() * _cumulated[^1]);
            drawn[i] = _byRank[rank >= 0 ? rank : ~rank];
        }

        return drawn;
    }
}
