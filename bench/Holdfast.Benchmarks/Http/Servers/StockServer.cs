using Holdfast.Benchmarks.Http.Redis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Benchmarks.Http.Servers;

/// <summary>The stock session, loaded without blocking as its documentation advises.</summary>
internal static class StockServer
{
    public static Action<WebApplication> BuildOnMemory(WebApplicationBuilder builder, int redisPort)
    {
        builder.Services.AddDistributedMemoryCache();
        return Build(builder);
    }

    public static Action<WebApplication> BuildOnRedis(WebApplicationBuilder builder, int redisPort)
    {
        builder.Services.AddSingleton<IDistributedCache>(new RedisCache(redisPort));
        return Build(builder);
    }

    private static Action<WebApplication> Build(WebApplicationBuilder builder)
    {
        builder.Services.AddSession();
        return app =>
        {
            app.UseSession();
            Endpoints.Map(
                app,
                async (context, work) =>
                {
                    await context.Session.LoadAsync();
                    var count = context.Session.GetInt32(Endpoints.Counter) ?? 0;
                    await Endpoints.WorkAsync(work);
                    context.Session.SetInt32(Endpoints.Counter, count + 1);
                },
                async context =>
                {
                    await context.Session.LoadAsync();
                    return context.Session.GetInt32(Endpoints.Counter) ?? 0;
                });
        };
    }
}
