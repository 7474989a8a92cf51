using Holdfast.Benchmarks.Load;
using Holdfast.Storage;

namespace Holdfast.Benchmarks.Core.Updating;

/// <summary>Holdfast at the store's seam, with the operations encoded beforehand.</summary>
internal sealed class StoreUpdate(string name, Sequence sequence, Population population, HoldfastGround ground)
    : UpdateContestant(name, sequence, population)
{
    private readonly ChangeSet _changes = new ChangeSet(HoldfastGround.Limits).Increment(Payload.Visits).Set(Payload.Theme, Payload.NewTheme);

    /// <summary>A passive caller's change is no use of the session: everything but the renewal.</summary>
    public bool IsPassive { get; init; }

    public override long Run(int thread, int start, int count)
    {
        var done = 0L;
        var keys = Sequence.Keys[thread];
        var store = ground.Store;
        var operations = _changes.Writer.WrittenMemory;
        var operationCount = _changes.Writer.Count;
        for (var i = 0; i < count; i++)
        {
            var command = new ApplyCommand
            {
                Key = keys[(start + i) & Sequence.Mask],
                Operations = operations,
                OperationCount = operationCount,
                CountAccess = true,
                IsPassive = IsPassive,
            };
            var result = store.ApplyAsync(command, CancellationToken.None).Result;
            if (result.Status == Status.Ok && result.Image.Version > 1)
            {
                done++;
            }
        }

        return done;
    }

    /// <summary>What the newest image of a session occupies, its array's header included.</summary>
    public int ImageBytes()
    {
        var image = ground.Store.LoadAsync(new LoadCommand { Key = Population.Keys[0] }, CancellationToken.None).Result.Image;
        const int Header = 24;
        return (Header + image.Bytes.Length + 7) & ~7;
    }

    public override object Holder => ground;

    public override long SumOfVisits() => ground.SumOfVisits(Population);
}
