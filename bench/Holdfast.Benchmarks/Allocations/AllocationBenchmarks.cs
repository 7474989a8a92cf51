using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using Holdfast.Benchmarks.Core;
using Holdfast.Benchmarks.Load;
using Holdfast.Storage;

namespace Holdfast.Benchmarks.Allocations;

/// <summary>What one operation allocates. Its times are not used: they are not interleaved.</summary>
public class AllocationBenchmarks
{
    private const int Sessions = 1000;
    private readonly Population _population = new(Sessions);
    private readonly HoldfastGround _ground;
    private readonly StockGround _stock;
    private readonly ChangeSet _changes = new ChangeSet(HoldfastGround.Limits).Increment(Payload.Visits).Set(Payload.Theme, Payload.NewTheme);
    private int _next;

    public AllocationBenchmarks()
    {
        _ground = new HoldfastGround(_population);
        _stock = new StockGround(_population);
    }

    private int Next => _next = (_next + 1) % Sessions;

    [Benchmark(Description = "Holdfast, store: read")]
    public long StoreRead() =>
        HoldfastGround.Visits(_ground.Store.LoadAsync(new LoadCommand { Key = _population.Keys[Next] }, CancellationToken.None).Result.Image);

    [Benchmark(Description = "Holdfast, SessionManager: read")]
    public long ManagerRead() => _ground.Manager.GetAsync(_population.Keys[Next]).Result.Session!.Data.GetInt64(Payload.Visits)!.Value;

    [Benchmark(Description = "Holdfast, store: update")]
    public long StoreUpdate()
    {
        var command = new ApplyCommand
        {
            Key = _population.Keys[Next],
            Operations = _changes.Writer.WrittenMemory,
            OperationCount = _changes.Writer.Count,
            CountAccess = true,
        };
        return _ground.Store.ApplyAsync(command, CancellationToken.None).Result.Image.Version;
    }

    [Benchmark(Description = "Holdfast, SessionManager: update")]
    public bool ManagerUpdate() =>
        _ground.Manager.UpdateAsync(
            _population.Keys[Next], static changes => changes.Increment(Payload.Visits).Set(Payload.Theme, Payload.NewTheme)).Result.IsOk;

    [Benchmark(Description = "stock session: load + get + commit")]
    public long StockRead()
    {
        var session = _stock.Open(_population.Names[Next]);
        var visits = PackedPayload.Number(StockGround.Load(session, Payload.Visits));
        StockGround.Finish(session.CommitAsync());
        return visits;
    }

    [Benchmark(Description = "stock session: load + get + set + commit")]
    public long StockUpdate()
    {
        var session = _stock.Open(_population.Names[Next]);
        var visits = PackedPayload.Number(StockGround.Load(session, Payload.Visits)) + 1;
        var changed = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(changed, visits);
        session.Set(Payload.Visits, changed);
        session.Set(Payload.Theme, Payload.NewThemeBytes);
        StockGround.Finish(session.CommitAsync());
        return visits;
    }
}
