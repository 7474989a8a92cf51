using Holdfast.AspNetCore.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.AspNetCore.Requests;

/// <summary>
/// Puts a request's session in place before the application and commits it when the application is done, unless its answer began earlier. An
/// exception that escapes drops what was recorded; what was committed before it the client is told with whatever answers the exception.
/// </summary>
internal sealed class HoldfastMiddleware(RequestDelegate next, RequestParts parts)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var features = context.Features;
        var earlier = features.Get<SessionRequest>();
        if (earlier is { IsAbandoned: false })
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var outerSession = features.Get<ISessionFeature>();
        var outerBody = features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var request = new SessionRequest(context, parts, earlier?.HandOver());
        var body = new GuardedBody(request, outerBody);
        RequestFeatures.Place(context, request, body);
        if (!context.Response.HasStarted)
        {
            // Registered first, so it runs last: after callbacks that still record, as the one that saves TempData.
            context.Response.OnStarting(SessionRequest.Starting, request);
        }

        try
        {
            await next(context).ConfigureAwait(false);
            await body.FinishAsync().ConfigureAwait(false);
        }
        catch (SessionRefusedException refused) when (!context.Response.HasStarted && !body.IsRefused)
        {
            await body.RefuseAsync(refused.Problem).ConfigureAwait(false);
        }
        catch (Exception exception) when (body.IsRefused && exception is SessionRefusedException or OperationCanceledException)
        {
            // The client has its problem already; this only ended the application's work on an answer nobody gets.
        }
        catch
        {
            request.Abandon();
            throw;
        }
        finally
        {
            RequestFeatures.Remove(context, request, outerSession, outerBody);
        }
    }
}
