namespace Holdfast.Benchmarks.Memory;

/// <summary>One way to hold sessions in memory. Whatever it keeps for a session is counted: nothing is kept for it elsewhere.</summary>
internal abstract class Holding : IDisposable
{
    /// <summary>Whether to hold the shorter payload.</summary>
    public bool IsShort { get; init; }

    public virtual void Dispose()
    {
    }

    public abstract void Add(int index, ReadOnlySpan<byte> id);

    /// <summary>The visits of a session, or −1 when it is not there.</summary>
    public abstract long Visits(ReadOnlySpan<byte> id);
}
