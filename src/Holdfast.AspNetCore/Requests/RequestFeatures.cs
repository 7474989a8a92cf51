using Holdfast.AspNetCore.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.AspNetCore.Requests;

/// <summary>
/// Puts a request's session and the guards of its answer in place, and takes them away again: whoever comes after, an exception handler that runs the
/// pipeline again included, finds things as they were.
/// </summary>
internal static class RequestFeatures
{
    public static void Place(HttpContext context, SessionRequest request, GuardedBody body)
    {
        var features = context.Features;
        features.Set(request);
        features.Set<ISessionFeature>(request);
        features.Set<IHttpResponseBodyFeature>(body);
        if (context.Request.Headers.Upgrade.Count > 0 && features.Get<IHttpUpgradeFeature>() is { } upgrade)
        {
            features.Set<IHttpUpgradeFeature>(new GuardedUpgrade(body, upgrade));
        }

        if (HttpMethods.IsConnect(context.Request.Method) && features.Get<IHttpExtendedConnectFeature>() is { } connect)
        {
            features.Set<IHttpExtendedConnectFeature>(new GuardedConnect(body, connect));
        }
    }

    public static void Remove(HttpContext context, SessionRequest request, ISessionFeature? session, IHttpResponseBodyFeature body)
    {
        var features = context.Features;
        features.Set(body);
        features.Set(session);
        features.Set(request is { IsAbandoned: true, HasNews: true } ? request : null);
        if (context.Request.Headers.Upgrade.Count > 0 && features.Get<IHttpUpgradeFeature>() is GuardedUpgrade upgrade)
        {
            features.Set(upgrade.Inner);
        }

        if (HttpMethods.IsConnect(context.Request.Method) && features.Get<IHttpExtendedConnectFeature>() is GuardedConnect connect)
        {
            features.Set(connect.Inner);
        }
    }
}
