using System.Text.Json;
using Holdfast.Cli.Web;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Cli.Shop;

/// <summary>Turns what the session said no to into the contract's answers.</summary>
internal static class Refusals
{
    private const string SignIn = "Sign in to start a new one.";

    /// <summary>An operation on the session was refused.</summary>
    /// <param name="context">The request to answer.</param>
    /// <param name="status">How it came out.</param>
    /// <param name="reason">Why the session ended, where it did.</param>
    /// <param name="error">The refusal's own words.</param>
    /// <param name="extend">Adds members to the problem.</param>
    public static void Write(
        HttpContext context, Status status, EndReason? reason, HoldfastError? error, Action<Utf8JsonWriter>? extend = null)
    {
        error ??= new HoldfastError(ErrorCodes.Unknown, "The session did not say why.");
        if (status is Status.Ended or Status.NotFound)
        {
            NoSession(context, error.Code, reason, extend);
        }
        else
        {
            Problem.Write(context, StatusOf(status, error.Code), error.Code, error.Message, extend);
        }
    }

    /// <summary>There is no live session: says why, because the page shows it to whoever was signed in.</summary>
    /// <param name="context">The request to answer.</param>
    /// <param name="code">The refusal's code.</param>
    /// <param name="reason">Why the session ended, where it did.</param>
    /// <param name="extend">Adds members to the problem.</param>
    public static void NoSession(
        HttpContext context, string code = ErrorCodes.NotFound, EndReason? reason = null, Action<Utf8JsonWriter>? extend = null)
    {
        var detail = (code, reason) switch
        {
            (_, { } why) => $"{EndReasonText.Sentence(why)} {SignIn}",
            (ErrorCodes.SecretSuperseded, _) => "This session got a new id, by a sign-in; the one that was sent is no longer good. Load the page again.",
            _ => $"There is no live session. {SignIn}",
        };
        Problem.Write(context, StatusCodes.Status401Unauthorized, code, detail, json =>
        {
            if (reason is { } why)
            {
                json.WriteString("reason", EndReasonText.Code(why));
            }

            extend?.Invoke(json);
        });
    }

    private static int StatusOf(Status status, string code) => status switch
    {
        Status.Conflict => StatusCodes.Status409Conflict,
        Status.Invalid when code is ErrorCodes.WrongType or ErrorCodes.Overflow => StatusCodes.Status409Conflict,
        Status.Invalid or Status.Limited => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
