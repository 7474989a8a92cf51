using Holdfast.Benchmarks.Load;
using Holdfast.Storage;

namespace Holdfast.Benchmarks.Core.Reading;

/// <summary>Holdfast at the store's seam: expiry and the subject's epoch checked, the key looked up.</summary>
internal sealed class StoreRead(string name, Sequence sequence, IHoldfastStore store) : ReadContestant(name, sequence)
{
    public override long Run(int thread, int start, int count)
    {
        var sum = 0L;
        var keys = Sequence.Keys[thread];
        for (var i = 0; i < count; i++)
        {
            var result = store.LoadAsync(new LoadCommand { Key = keys[(start + i) & Sequence.Mask] }, CancellationToken.None).Result;
            if (result.Status == Status.Ok)
            {
                sum += HoldfastGround.Visits(result.Image);
            }
        }

        return sum;
    }
}
