using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.Cli.Web;

/// <summary>Reads JSON bodies. Whatever comes, the client gets an answer of the contract, and nothing is thrown.</summary>
internal static class JsonBody
{
    /// <summary>The body's object; null after the request was answered with what is wrong with it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="type">What is expected.</param>
    public static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        string wrong;
        try
        {
            if (await JsonSerializer.DeserializeAsync(context.Request.BodyReader, type, context.RequestAborted) is { } body)
            {
                return body;
            }

            wrong = "The body is null where a JSON object is expected.";
        }
        catch (JsonException failure)
        {
            wrong = failure.Path is { Length: > 1 } path
                ? $"The body does not have the expected shape at {path}."
                : "The body is not the JSON object that is expected here.";
        }
        catch (BadHttpRequestException failure) when (failure.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            Problem.Write(
                context, failure.StatusCode, "body_too_large", $"A request's body has at most {Serving.Server.MaxBodyBytes} bytes.");
            return null;
        }
        catch (BadHttpRequestException failure)
        {
            Problem.Write(context, failure.StatusCode, "malformed_request", "The request's body ended early, came too slowly or was badly framed.");
            return null;
        }

        Problem.Write(context, StatusCodes.Status400BadRequest, "malformed_json", wrong);
        return null;
    }

    /// <summary>As <see cref="ReadAsync"/>; a request without a body stands for <paramref name="absent"/>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="type">What is expected.</param>
    /// <param name="absent">What no body means.</param>
    public static Task<T?> ReadOptionalAsync<T>(HttpContext context, JsonTypeInfo<T> type, T absent)
        where T : class =>
        context.Request.ContentLength == 0 || context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }
            ? Task.FromResult<T?>(absent)
            : ReadAsync(context, type);
}
