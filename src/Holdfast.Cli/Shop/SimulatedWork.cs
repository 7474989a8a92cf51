using System.Globalization;
using Holdfast.Cli.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Cli.Shop;

/// <summary><c>?workMs=</c>: how long a request pretends to work between reading the session and writing it, which is when requests overlap.</summary>
internal static class SimulatedWork
{
    private const string Parameter = "workMs";
    private const int MostMilliseconds = 1000;

    /// <summary>The time asked for; null after the request was answered with what is wrong with it.</summary>
    public static TimeSpan? Read(HttpContext context)
    {
        var given = context.Request.Query[Parameter];
        if (given.Count == 0)
        {
            return TimeSpan.Zero;
        }

        if (given.Count == 1
            && int.TryParse(given[0], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= MostMilliseconds)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        Problem.Write(
            context, StatusCodes.Status400BadRequest, ErrorCodes.InvalidValue, $"{Parameter} is a whole number of milliseconds from 0 to {MostMilliseconds}.");
        return null;
    }

    public static Task DoAsync(HttpContext context, TimeSpan work) =>
        work == TimeSpan.Zero
            ? Task.CompletedTask
            : Task.Delay(work, context.RequestServices.GetRequiredService<TimeProvider>(), context.RequestAborted);
}
