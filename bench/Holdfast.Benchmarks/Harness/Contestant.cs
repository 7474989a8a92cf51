namespace Holdfast.Benchmarks.Harness;

/// <summary>One way to do a piece of work. Its loop is its own, so that no call through a delegate is measured with the work.</summary>
internal abstract class Contestant(string name)
{
    public string Name { get; } = name;

    /// <summary>How much of a slice's operations it runs: slow peers run fewer, so that a round does not belong to them.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Makes ready for one slice; not timed.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>Does <paramref name="count"/> operations of the sequence from <paramref name="start"/> on, and answers a checksum of their results.</summary>
    public abstract long Run(int thread, int start, int count);

    /// <summary>What <see cref="Run"/> must answer; unless a contestant says otherwise, the number of operations that succeeded.</summary>
    public virtual long Expect(int thread, int start, int count) => count;

    /// <summary>Looks at what a slice left behind, once it is over; not timed. Throws when the work was not done.</summary>
    public virtual void Check(long operations)
    {
    }
}
