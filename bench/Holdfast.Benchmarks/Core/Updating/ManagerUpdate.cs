using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Core.Updating;

/// <summary>Holdfast as an application uses it: a delegate records the operations.</summary>
internal sealed class ManagerUpdate(string name, Sequence sequence, Population population, HoldfastGround ground)
    : UpdateContestant(name, sequence, population)
{
    public override long Run(int thread, int start, int count)
    {
        var done = 0L;
        var keys = Sequence.Keys[thread];
        var manager = ground.Manager;
        for (var i = 0; i < count; i++)
        {
            var result = manager.UpdateAsync(
                keys[(start + i) & Sequence.Mask],
                static changes => changes.Increment(Payload.Visits).Set(Payload.Theme, Payload.NewTheme)).Result;
            if (result.IsOk)
            {
                done++;
            }
        }

        return done;
    }

    public override object Holder => ground;

    public override long SumOfVisits() => ground.SumOfVisits(Population);
}
