using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Core.Reading;

/// <summary>Reads one key of each session of a sequence: its visits, which nobody changes meanwhile.</summary>
internal abstract class ReadContestant(string name, Sequence sequence) : Contestant(name)
{
    protected Sequence Sequence { get; } = sequence;

    public override long Expect(int thread, int start, int count)
    {
        var sum = 0L;
        var indexes = Sequence.Indexes[thread];
        for (var i = 0; i < count; i++)
        {
            sum += indexes[(start + i) & Sequence.Mask];
        }

        return sum;
    }
}
