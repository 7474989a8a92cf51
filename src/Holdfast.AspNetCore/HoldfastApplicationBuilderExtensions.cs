using Holdfast.AspNetCore.Requests;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds Holdfast to the pipeline.</summary>
public static class HoldfastApplicationBuilderExtensions
{
    /// <summary>
    /// Gives every request that comes after it a session scope (<c>HttpContext.GetHoldfast()</c>) and <c>HttpContext.Session</c>, and commits what they
    /// record before the client sees the answer. Takes the place of <c>UseSession()</c>.
    /// </summary>
    /// <remarks>
    /// Put it after exception handling, forwarded headers, response compression and cookie policy, and before what uses the session. An exception
    /// that escapes to it drops what was only recorded; what the application had committed itself (a sign-in, an end) stands, and the answer of the exception
    /// handler carries its cookie. Without one the server answers by itself and drops every header. Calling it twice on one path does no harm.
    /// </remarks>
    /// <param name="app">The pipeline.</param>
    /// <exception cref="InvalidOperationException"><c>AddHoldfast()</c> was not called.</exception>
    /// <exception cref="OptionsValidationException">Options contradict one another or are out of range; it lists all of them, those of the stock session options included.</exception>
    public static IApplicationBuilder UseHoldfast(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var parts = RequestParts.From(app.ApplicationServices);
        return app.Use(next => new HoldfastMiddleware(next, parts).InvokeAsync);
    }
}
