using Microsoft.AspNetCore.Http;

namespace Holdfast.Cli.Web;

/// <summary>
/// Refuses requests that another site's page sends: a cookie's SameSite does not keep that page from signing a visitor in as somebody else.
/// Programs send no <c>Sec-Fetch-Site</c> and pass.
/// </summary>
internal static class SameOrigin
{
    public static RequestDelegate Only(RequestDelegate next) => context =>
    {
        if (context.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none")
        {
            return next(context);
        }

        Problem.Write(context, StatusCodes.Status403Forbidden, "cross_site", "Another site's page sent this request; only this server's own pages may.");
        return Task.CompletedTask;
    };
}
