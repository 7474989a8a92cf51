using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Core.Reading;

/// <summary>The stock session as a request reads it: load, get, commit (which renews).</summary>
internal sealed class StockRead(string name, Sequence sequence, StockGround stock) : ReadContestant(name, sequence)
{
    public override long Run(int thread, int start, int count)
    {
        var sum = 0L;
        var names = Sequence.Names[thread];
        for (var i = 0; i < count; i++)
        {
            var session = stock.Open(names[(start + i) & Sequence.Mask]);
            sum += PackedPayload.Number(StockGround.Load(session, Payload.Visits));
            StockGround.Finish(session.CommitAsync());
        }

        return sum;
    }
}
