using Holdfast;
using Holdfast.AspNetCore.Requests;

namespace Microsoft.AspNetCore.Http;

/// <summary>Gives a request its session.</summary>
public static class HoldfastHttpContextExtensions
{
    /// <summary>
    /// The request's scope: one view of its session, the same on every call. Getting it asks no store. What it records is committed before the
    /// client sees the first byte of the answer; if that fails, the client gets a problem answer instead.
    /// </summary>
    /// <remarks>
    /// <c>HttpContext.Session</c> records on the same scope. Operations recorded after the answer has begun are committed at the end of the request; should
    /// that fail, the connection is aborted. A result of the scope's own methods is the caller's to look at: a refusal told there replaces no answer.
    /// </remarks>
    /// <param name="context">The request.</param>
    /// <exception cref="InvalidOperationException">The request has not passed <c>app.UseHoldfast()</c>, or has left it again.</exception>
    public static SessionScope GetHoldfast(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<SessionRequest>() is { IsOver: false } request
            ? request.Scope
            : throw new InvalidOperationException("The request has not passed the Holdfast middleware. Call app.UseHoldfast() before the endpoints and middleware that use the session.");
    }
}
