namespace Holdfast.Benchmarks.Load;

/// <summary>
/// Which session each operation of each thread is about, drawn beforehand. The keys lie in the order of their use, so that fetching the
/// next one costs what a key that just came with a request costs: next to nothing.
/// </summary>
internal sealed class Sequence
{
    public const int Length = 1 << 20;
    public const int Mask = Length - 1;

    public Sequence(Population population, int threads, Func<int, int[]> draw)
    {
        Indexes = [.. Enumerable.Range(0, threads).Select(draw)];
        Keys = [.. Indexes.Select(indexes => Array.ConvertAll(indexes, index => population.Keys[index]))];
        Ids = [.. Indexes.Select(indexes => Array.ConvertAll(indexes, index => population.Ids[index]))];
        Names = [.. Indexes.Select(indexes => Array.ConvertAll(indexes, index => population.Names[index]))];
    }

    public int[][] Indexes { get; }

    public SessionKey[][] Keys { get; }

    public UInt128[][] Ids { get; }

    public string[][] Names { get; }

    /// <summary>As visitors come: few sessions often, most seldom.</summary>
    public static Sequence Zipf(Population population, int threads)
    {
        var zipf = new Zipf(population.Count, 0.99);
        return new Sequence(population, threads, thread => zipf.Draw(Length, seed: thread + 1));
    }

    /// <summary>Everybody at one session.</summary>
    public static Sequence Hot(Population population, int threads) =>
        new(population, threads, _ => Enumerable.Repeat(population.Count / 2, Length).ToArray());
}
