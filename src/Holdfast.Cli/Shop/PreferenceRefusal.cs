using Holdfast.Cli.Web;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Cli.Shop;

/// <summary>A preference without its key or its value.</summary>
internal static class PreferenceRefusal
{
    public static void Incomplete(HttpContext context) =>
        Problem.Write(context, StatusCodes.Status400BadRequest, ErrorCodes.InvalidValue, "A preference has a key and a value, both texts.");
}
