using System.Buffers.Binary;
using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Core.Updating;

/// <summary>The stock session as a request changes it: load, get, set, commit. What came in between is overwritten.</summary>
internal sealed class StockUpdate : UpdateContestant
{
    private readonly StockGround _stock;

    public StockUpdate(string name, Sequence sequence, Population population, StockGround stock)
        : base(name, sequence, population)
    {
        _stock = stock;
        LosesUpdates = true;
    }

    public override long Run(int thread, int start, int count)
    {
        var done = 0L;
        var names = Sequence.Names[thread];
        for (var i = 0; i < count; i++)
        {
            var session = _stock.Open(names[(start + i) & Sequence.Mask]);
            var visits = StockGround.Load(session, Payload.Visits);
            var changed = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(changed, PackedPayload.Number(visits) + 1);
            session.Set(Payload.Visits, changed);
            session.Set(Payload.Theme, Payload.NewThemeBytes);
            StockGround.Finish(session.CommitAsync());
            done++;
        }

        return done;
    }

    public override long SumOfVisits() =>
        Population.Names.Sum(name => PackedPayload.Number(StockGround.Load(_stock.Open(name), Payload.Visits)));
}
