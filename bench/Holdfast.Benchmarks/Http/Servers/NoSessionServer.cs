using Microsoft.AspNetCore.Builder;

namespace Holdfast.Benchmarks.Http.Servers;

/// <summary>What the others are compared with: one counter for all.</summary>
internal static class NoSessionServer
{
    public static Action<WebApplication> Build(WebApplicationBuilder builder, int redisPort)
    {
        var count = 0L;
        return app => Endpoints.Map(
            app,
            async (_, work) =>
            {
                await Endpoints.WorkAsync(work);
                Interlocked.Increment(ref count);
            },
            _ => new ValueTask<long>(Volatile.Read(ref count)));
    }
}
