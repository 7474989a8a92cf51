using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Holdfast.Cli.Web;

/// <summary>What holds for every answer: headers that keep browsers strict, and a problem instead of an empty error or a stack trace.</summary>
internal static class SafeAnswers
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    public static void UseSafeAnswers(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = FailedAsync, AllowStatusCode404Response = true });
        app.Use(static (context, next) =>
        {
            SetHeaders(context.Response);
            return next(context);
        });
        app.UseStatusCodePages(context => BareAsync(context.HttpContext));
    }

    private static void SetHeaders(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }

    private static Task FailedAsync(HttpContext context)
    {
        // The exception handler starts the answer anew, headers included.
        SetHeaders(context.Response);
        Problem.Write(
            context, StatusCodes.Status500InternalServerError, "internal_error", "The server failed at this request; its log says why. Nothing of the request was kept.");
        return Task.CompletedTask;
    }

    private static Task BareAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        var (code, detail) = status switch
        {
            StatusCodes.Status404NotFound => ("not_found", "There is nothing at this address."),
            StatusCodes.Status405MethodNotAllowed => ("method_not_allowed", $"This address takes {context.Response.Headers.Allow}."),
            _ => ("refused", $"{ReasonPhrases.GetReasonPhrase(status)}."),
        };
        Problem.Write(context, status, code, detail);
        return Task.CompletedTask;
    }
}
