using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Cli.Metrics;

/// <summary><c>GET /metrics</c>, for Prometheus.</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this WebApplication app)
    {
        // Made now: measurements before the first question count too.
        var collector = app.Services.GetRequiredService<MetricCollector>();
        app.MapGet("/metrics", context =>
        {
            context.Response.ContentType = MetricText.ContentType;
            context.Response.Headers.CacheControl = "no-store";
            return context.Response.WriteAsync(collector.Collect(), context.RequestAborted);
        }).DisableHttpMetrics();
    }
}
