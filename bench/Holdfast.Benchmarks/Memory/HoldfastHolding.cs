using Holdfast.Benchmarks.Core;
using Holdfast.Benchmarks.Load;
using Holdfast.Storage;

namespace Holdfast.Benchmarks.Memory;

/// <summary>Holdfast, with everything it keeps: key, digest, index, deadlines, versions, times, count, subject.</summary>
/// <param name="sessionsPerSubject">How many sessions share a subject; 0 for anonymous ones.</param>
internal sealed class HoldfastHolding(int sessionsPerSubject) : Holding
{
    private readonly HoldfastGround _ground = new();

    public override void Add(int index, ReadOnlySpan<byte> id) =>
        _ground.Create(
            new SessionKey(id), index, sessionsPerSubject == 0 ? null : Population.SubjectOf(index / sessionsPerSubject), IsShort);

    public override long Visits(ReadOnlySpan<byte> id)
    {
        var result = _ground.Store.LoadAsync(new LoadCommand { Key = new SessionKey(id) }, CancellationToken.None).Result;
        return result.Status == Status.Ok ? HoldfastGround.Visits(result.Image) : -1;
    }
}
