using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Holdfast.AspNetCore.Answers;

/// <summary>
/// Turns the head of the application's answer into the problem's. What describes the application's content or sends the client somewhere goes;
/// what describes the connection or the site (CORS, security policies, tracing) stays, or a browser would not show the problem to its page.
/// </summary>
internal static class ProblemHeaders
{
    private static readonly string[] OfTheContent =
    [
        HeaderNames.ContentDisposition, HeaderNames.ContentLanguage, HeaderNames.ContentLocation, HeaderNames.ContentMD5, HeaderNames.ContentRange,
        HeaderNames.AcceptRanges, HeaderNames.ETag, HeaderNames.LastModified, HeaderNames.Expires, HeaderNames.Pragma, HeaderNames.Age,
        HeaderNames.Location, HeaderNames.SetCookie, "Refresh", HeaderNames.Trailer, HeaderNames.WWWAuthenticate, HeaderNames.RetryAfter,
        HeaderNames.Upgrade, HeaderNames.SecWebSocketAccept, HeaderNames.SecWebSocketProtocol, HeaderNames.SecWebSocketExtensions, HeaderNames.Link, "Clear-Site-Data", "Content-Digest", "Repr-Digest",
    ];

    /// <param name="response">Not started.</param>
    /// <param name="problem">What the client is told.</param>
    /// <param name="isEncoded">Whether a layer around this one encodes the body: then its headers and the length are that layer's.</param>
    public static void Apply(HttpResponse response, ProblemAnswer problem, bool isEncoded)
    {
        var headers = response.Headers;
        foreach (var name in OfTheContent)
        {
            headers.Remove(name);
        }

        response.StatusCode = problem.StatusCode;
        response.HttpContext.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        headers.ContentType = ProblemAnswer.ContentType;
        headers.CacheControl = "no-store";
        if (problem.IsStoreFailure)
        {
            headers.RetryAfter = ProblemAnswer.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        if (!isEncoded)
        {
            headers.Remove(HeaderNames.ContentEncoding);
            headers.Remove(HeaderNames.TransferEncoding);
            headers.ContentLength = problem.Body.Length;
        }
    }
}
