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
        // Asking a server for what it has not is dear, so it is asked once: where there is no session there was no run of this before either.
        var features = context.Features;
        var outerSession = features.Get<ISessionFeature>();
        var earlier = outerSession is null ? null : outerSession as SessionRequest ?? features.Get<SessionRequest>();
        if (earlier is { IsOver: false })
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        if (ReferenceEquals(outerSession, earlier))
        {
            outerSession = null;
        }

        var outerBody = features.Get<IHttpResponseBodyFeature>()!;
        var request = new SessionRequest(context, parts, earlier?.HandOver());
        var body = new GuardedBody(request, outerBody);
        var changesProtocol = RequestFeatures.Place(context, request, body);
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
            request.Leave();
            RequestFeatures.Remove(features, request, outerSession, outerBody, changesProtocol);
        }
    }
}
