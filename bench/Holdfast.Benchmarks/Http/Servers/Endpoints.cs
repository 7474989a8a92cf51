using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Benchmarks.Http.Servers;

/// <summary>The endpoints that every server has, and what they answer.</summary>
internal static class Endpoints
{
    /// <summary>Adds one to the session's counter.</summary>
    public const string Increment = "/increment";

    /// <summary>As <see cref="Increment"/>, with so many milliseconds of other work between reading and writing.</summary>
    public const string Slow = "/slow-increment";

    /// <summary>Does not touch the session.</summary>
    public const string Untouched = "/untouched";

    /// <summary>The session's counter.</summary>
    public const string Count = "/count";

    /// <summary>The session's key or counter is called so.</summary>
    public const string Counter = "count";

    private static readonly byte[] Ok = "ok"u8.ToArray();

    public static void Map(
        IEndpointRouteBuilder routes, Func<HttpContext, TimeSpan, ValueTask> increment, Func<HttpContext, ValueTask<long>> count)
    {
        routes.MapGet(Increment, async context =>
        {
            await increment(context, TimeSpan.Zero);
            await AnswerAsync(context);
        });
        routes.MapGet(Slow + "/{milliseconds:int}", async context =>
        {
            await increment(context, TimeSpan.FromMilliseconds(int.Parse((string)context.Request.RouteValues["milliseconds"]!)));
            await AnswerAsync(context);
        });
        routes.MapGet(Untouched, AnswerAsync);
        routes.MapGet(Count, async context => await context.Response.WriteAsync((await count(context)).ToString()));
    }

    public static ValueTask WorkAsync(TimeSpan work) => work == TimeSpan.Zero ? default : new ValueTask(Task.Delay(work));

    private static Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain";
        context.Response.ContentLength = Ok.Length;
        return context.Response.Body.WriteAsync(Ok).AsTask();
    }
}
