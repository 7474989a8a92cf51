using Holdfast.Benchmarks.Core;
using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Memory;

/// <summary>The stock session's blobs in its memory cache.</summary>
internal sealed class StockHolding : Holding
{
    private readonly StockGround _stock = new();

    public override void Add(int index, ReadOnlySpan<byte> id) => _stock.Create(new Guid(id).ToString(), Payload.Values(index, IsShort));

    public override long Visits(ReadOnlySpan<byte> id) =>
        PackedPayload.Number(StockGround.Load(_stock.Open(new Guid(id).ToString()), Payload.Visits));
}
