using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Load;
using Holdfast.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Benchmarks.Core;

/// <summary>The web framework's own session over its in-memory distributed cache.</summary>
internal sealed class StockGround
{
    private static readonly Func<bool> MayEstablish = static () => true;

    private readonly DistributedSessionStore _store;

    public StockGround()
    {
        // Without its size limit, by which it would drop sessions of the larger populations.
        Cache = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions { SizeLimit = null }));
        _store = new DistributedSessionStore(Cache, NullLoggerFactory.Instance);
    }

    public StockGround(Population population)
        : this()
    {
        for (var i = 0; i < population.Count; i++)
        {
            Create(population.Names[i], Payload.Values(i));
        }
    }

    public IDistributedCache Cache { get; }

    public ISession Open(string name, bool isNew = false) =>
        _store.Create(name, Timeouts.DefaultIdle, Timeout.InfiniteTimeSpan, MayEstablish, isNew);

    public void Create(string name, byte[][] values)
    {
        var session = Open(name, isNew: true);
        for (var i = 0; i < values.Length; i++)
        {
            session.Set(Payload.Keys[i], values[i]);
        }

        Finish(session.CommitAsync());
    }

    public static byte[] Load(ISession session, string key)
    {
        Finish(session.LoadAsync());
        return session.TryGetValue(key, out var value) ? value : throw new BenchmarkFailedException("A stock session is not there.");
    }

    /// <summary>Nothing here waits; that it did not is part of the check.</summary>
    public static void Finish(Task task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            throw new BenchmarkFailedException("The stock session did not complete at once.");
        }
    }
}
