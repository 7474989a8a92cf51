using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Caching.Distributed;

namespace Holdfast.Benchmarks.Http.Redis;

/// <summary>
/// A distributed cache on Redis that speaks to the server as the framework's own does, a hash per entry: a read is one command and its
/// renewal another, a write is one round trip. Here only what the stock session calls.
/// </summary>
internal sealed class RedisCache(int port) : IDistributedCache
{
    private static readonly byte[] DataField = "data"u8.ToArray();
    private static readonly byte[] SlidingField = "sldexp"u8.ToArray();

    private readonly ConcurrentBag<RespConnection> _idle = [];

    public byte[]? Get(string key) => GetAsync(key, CancellationToken.None).GetAwaiter().GetResult();

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        var name = Encoding.UTF8.GetBytes(key);
        var found = await AskAsync(RespConnection.Command("HMGET"u8.ToArray(), name, SlidingField, DataField), 1);
        if (found[0] is { } sliding)
        {
            await AskAsync(RespConnection.Command("EXPIRE"u8.ToArray(), name, sliding), 1);
        }

        return found[1];
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) =>
        SetAsync(key, value, options, CancellationToken.None).GetAwaiter().GetResult();

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        var name = Encoding.UTF8.GetBytes(key);
        var sliding = Encoding.ASCII.GetBytes(((long)options.SlidingExpiration!.Value.TotalSeconds).ToString());
        byte[] both =
        [
            .. RespConnection.Command("HSET"u8.ToArray(), name, SlidingField, sliding, DataField, value),
            .. RespConnection.Command("EXPIRE"u8.ToArray(), name, sliding),
        ];
        await AskAsync(both, 2);
    }

    public void Refresh(string key) => RefreshAsync(key, CancellationToken.None).GetAwaiter().GetResult();

    public async Task RefreshAsync(string key, CancellationToken token = default)
    {
        var name = Encoding.UTF8.GetBytes(key);
        var found = await AskAsync(RespConnection.Command("HMGET"u8.ToArray(), name, SlidingField), 1);
        if (found[0] is { } sliding)
        {
            await AskAsync(RespConnection.Command("EXPIRE"u8.ToArray(), name, sliding), 1);
        }
    }

    public void Remove(string key) => RemoveAsync(key, CancellationToken.None).GetAwaiter().GetResult();

    public Task RemoveAsync(string key, CancellationToken token = default) =>
        AskAsync(RespConnection.Command("DEL"u8.ToArray(), Encoding.UTF8.GetBytes(key)), 1);

    private async Task<List<byte[]?>> AskAsync(byte[] commands, int replies)
    {
        var connection = _idle.TryTake(out var idle) ? idle : new RespConnection(port);
        var answer = await connection.SendAsync(commands, replies);
        _idle.Add(connection);
        return answer;
    }
}
