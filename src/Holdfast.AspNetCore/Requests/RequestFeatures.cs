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
    /// <returns>Whether the request may change its connection's protocol, so that this is guarded too.</returns>
    public static bool Place(HttpContext context, SessionRequest request, GuardedBody body)
    {
        var features = context.Features;
        features.Set(request);
        features.Set<ISessionFeature>(request);
        features.Set<IHttpResponseBodyFeature>(body);
        var isUpgrade = context.Request.Headers.Upgrade.Count > 0;
        var isConnect = HttpMethods.IsConnect(context.Request.Method);
        if (isUpgrade && features.Get<IHttpUpgradeFeature>() is { } upgrade)
        {
            features.Set<IHttpUpgradeFeature>(new GuardedUpgrade(body, upgrade));
        }

        if (isConnect && features.Get<IHttpExtendedConnectFeature>() is { } connect)
        {
            features.Set<IHttpExtendedConnectFeature>(new GuardedConnect(body, connect));
        }

        return isUpgrade || isConnect;
    }

    /// <remarks>
    /// The request itself stays: it is over, says so to whoever asks, and is nobody's but ours. One that has left something to tell stands in for the
    /// session too, where a second run of the pipeline looks first.
    /// </remarks>
    public static void Remove(
        IFeatureCollection features, SessionRequest request, ISessionFeature? session, IHttpResponseBodyFeature body, bool changesProtocol)
    {
        features.Set(body);
        features.Set(session ?? (request is { IsAbandoned: true, HasNews: true } ? request : null));
        if (!changesProtocol)
        {
            return;
        }

        if (features.Get<IHttpUpgradeFeature>() is GuardedUpgrade upgrade)
        {
            features.Set(upgrade.Inner);
        }

        if (features.Get<IHttpExtendedConnectFeature>() is GuardedConnect connect)
        {
            features.Set(connect.Inner);
        }
    }
}
