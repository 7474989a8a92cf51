using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Holdfast.AspNetCore.Answers;

/// <summary>What a client is told instead of the application's answer: a problem (RFC 9457) with a code for programs and a sentence for people.</summary>
/// <param name="statusCode">The HTTP status.</param>
/// <param name="error">Names rules, limits and data keys; no value and no secret.</param>
internal sealed class ProblemAnswer(int statusCode, HoldfastError error)
{
    public const string ContentType = "application/problem+json";

    // Long enough that a failing store is not stormed, short enough that nobody gives up.
    public const int RetryAfterSeconds = 1;

    private byte[]? _body;

    public int StatusCode => statusCode;

    public string Code => error.Code;

    public string Detail => error.Message;

    /// <summary>The store did not do its work, rather than refusing.</summary>
    public bool IsStoreFailure => statusCode == StatusCodes.Status503ServiceUnavailable;

    /// <summary>The session is gone or its secret superseded: another request's answer has the say about the cookie.</summary>
    public bool LeavesCookie => statusCode == StatusCodes.Status401Unauthorized;

    public ReadOnlyMemory<byte> Body => _body ??= Write();

    public static ProblemAnswer Of(Status status, HoldfastError? error) => new(
        StatusCodeOf(status), error ?? new HoldfastError(ErrorCodes.Unknown, "What the request recorded on its session was not committed."));

    private static int StatusCodeOf(Status status) => status switch
    {
        Status.Conflict => StatusCodes.Status409Conflict,
        Status.Ended or Status.NotFound => StatusCodes.Status401Unauthorized,
        Status.Invalid => StatusCodes.Status400BadRequest,
        Status.Limited => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    private byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(statusCode));
            json.WriteNumber("status", statusCode);
            json.WriteString("detail", Detail);
            json.WriteString("code", Code);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
