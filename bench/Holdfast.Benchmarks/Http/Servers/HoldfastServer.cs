using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Benchmarks.Http.Servers;

/// <summary>Holdfast's middleware on the memory store.</summary>
internal static class HoldfastServer
{
    public static Action<WebApplication> Build(WebApplicationBuilder builder, int redisPort)
    {
        builder.Services.AddHoldfast();
        return app =>
        {
            app.UseHoldfast();
            Endpoints.Map(
                app,
                async (context, work) =>
                {
                    var session = context.GetHoldfast();
                    await session.LoadAsync();
                    await Endpoints.WorkAsync(work);
                    session.Change(static changes => changes.Increment(Endpoints.Counter));
                },
                async context =>
                {
                    var session = context.GetHoldfast();
                    await session.LoadAsync();
                    return session.Data.GetInt64(Endpoints.Counter) ?? 0;
                });
        };
    }
}
