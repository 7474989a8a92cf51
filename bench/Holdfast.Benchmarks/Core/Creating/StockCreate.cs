using Holdfast.Benchmarks.Harness;
using Holdfast.Model;

namespace Holdfast.Benchmarks.Core.Creating;

/// <summary>The stock session's store: a random id as its middleware makes it, five sets, a commit. Without its cookie's encryption.</summary>
internal sealed class StockCreate(string name) : CreateContestant(name)
{
    private readonly List<string> _made = [];
    private readonly Lock _lock = new();
    private StockGround _stock = new();

    public override void Prepare()
    {
        _stock = new StockGround();
        _made.Clear();
    }

    public override long Run(int thread, int start, int count)
    {
        var last = string.Empty;
        Span<byte> id = stackalloc byte[16];
        for (var i = 0; i < count; i++)
        {
            RandomPool.Fill(id);
            last = new Guid(id).ToString();
            _stock.Create(last, Values[i & (Distinct - 1)]);
        }

        lock (_lock)
        {
            _made.Add(last);
        }

        return count;
    }

    // The cache does not say how many it holds; each commit completed, and the last of each thread must be there.
    public override void Check(long operations)
    {
        if (_made.Exists(name => _stock.Cache.Get(name) is null))
        {
            throw new BenchmarkFailedException($"{Name}: a session is not there.");
        }
    }

    protected override long CountHeld() => throw new NotSupportedException();
}
