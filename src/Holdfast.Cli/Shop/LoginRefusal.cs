using System.Text.Json;
using Holdfast.Cli.Web;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Cli.Shop;

/// <summary>A sign-in that failed: a problem that is also the login's own answer.</summary>
internal static class LoginRefusal
{
    private const string Words = "A user name and a password are needed; any will do.";

    public static void Incomplete(HttpContext context) =>
        Problem.Write(context, StatusCodes.Status401Unauthorized, "credentials_missing", Words, json =>
        {
            Mark(json);
            json.WriteString("message", Words);
        });

    public static void Mark(Utf8JsonWriter json) => json.WriteBoolean("success", false);
}
