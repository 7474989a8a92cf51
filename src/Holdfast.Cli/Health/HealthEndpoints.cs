using System.Net.Mime;
using Holdfast.Cli.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Holdfast.Cli.Health;

/// <summary>
/// <c>/health</c>: everything; <c>/health/live</c>: the process answers, so nothing is gained by restarting it; <c>/health/ready</c>: it can serve
/// sessions now. 200, or 503 when unhealthy.
/// </summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health", Options(static _ => true)).DisableHttpMetrics();
        app.MapHealthChecks("/health/live", Options(static _ => false)).DisableHttpMetrics();
        app.MapHealthChecks("/health/ready", Options(static _ => true)).DisableHttpMetrics();
    }

    private static HealthCheckOptions Options(Func<HealthCheckRegistration, bool> which) =>
        new() { Predicate = which, ResponseWriter = WriteAsync };

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = MediaTypeNames.Application.Json;
        Json.Write(context.Response, json => HealthText.Write(json, report));
        return Task.CompletedTask;
    }
}
