using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Holdfast.Cli.Web;

/// <summary>A refusal as RFC 9457 problem details: a code for programs, a sentence for people.</summary>
internal static class Problem
{
    /// <param name="context">The request to answer.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">Stable, lower case with underscores.</param>
    /// <param name="detail">What is wrong and the way out. Names no secret.</param>
    /// <param name="extend">Adds members of its own.</param>
    public static void Write(HttpContext context, int status, string code, string detail, Action<Utf8JsonWriter>? extend = null)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = MediaTypeNames.Application.ProblemJson;
        response.Headers.CacheControl = "no-store";
        if (status is StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = "1";
        }

        Json.Write(response, json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            json.WriteString("code", code);
            extend?.Invoke(json);
            json.WriteEndObject();
        });
    }
}
