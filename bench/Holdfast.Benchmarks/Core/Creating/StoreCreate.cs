using Holdfast.Benchmarks.Load;
using Holdfast.Storage;

namespace Holdfast.Benchmarks.Core.Creating;

/// <summary>Holdfast at the store's seam: id, digest and insert, with the first operations encoded beforehand.</summary>
internal sealed class StoreCreate(string name) : CreateContestant(name)
{
    private static readonly ChangeSet[] First =
        [.. Enumerable.Range(0, Distinct).Select(static index => HoldfastGround.FirstChanges(index, Population.SubjectOf(index)))];

    private HoldfastGround _ground = new();

    public override void Prepare() => _ground = new HoldfastGround();

    public override long Run(int thread, int start, int count)
    {
        var done = 0L;
        IHoldfastStore store = _ground.Store;
        for (var i = 0; i < count; i++)
        {
            var id = SessionId.Issue(SessionKey.Issue());
            var command = HoldfastGround.Creation(id.Key, id.Digest(), First[i & (Distinct - 1)]);
            if (store.CreateAsync(command, CancellationToken.None).Result.Status == Status.Ok)
            {
                done++;
            }
        }

        return done;
    }

    protected override long CountHeld() => _ground.CountLiving();
}
