using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Core.Updating;

/// <summary>Adds one to each session's visits and sets its theme, as one step: with version, access count and renewal where there are such.</summary>
internal abstract class UpdateContestant(string name, Sequence sequence, Population population) : Contestant(name)
{
    protected Sequence Sequence { get; set; } = sequence;

    protected Population Population { get; } = population;

    /// <summary>Whether parallel updates of one session can be lost: then the sum may be less than what was done.</summary>
    public bool LosesUpdates { get; init; }

    /// <summary>The visits of all sessions together, as they are stored.</summary>
    public abstract long SumOfVisits();

    /// <summary>What holds the sessions; contestants that share it are counted together.</summary>
    public virtual object Holder => this;

    /// <summary>Updates lost of those done since the population was made.</summary>
    public long Lost(long done)
    {
        var before = (long)Population.Count * (Population.Count - 1) / 2;
        var lost = done - (SumOfVisits() - before);
        return lost == 0 || (LosesUpdates && lost > 0 && lost < done)
            ? lost
            : throw new BenchmarkFailedException($"{Name}: {lost} of {done} updates are missing.");
    }

    /// <summary>Gives it another sequence over the same sessions.</summary>
    public void Follow(Sequence sequence) => Sequence = sequence;
}
