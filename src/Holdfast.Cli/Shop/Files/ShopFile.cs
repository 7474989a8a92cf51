using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Cli.Shop.Files;

/// <summary>One file of the page, in memory, with its type and the tag that tells its content.</summary>
internal sealed class ShopFile(string path, byte[] content)
{
    // SHA-256, so that a changed file never has the tag of the old one.
    private readonly FileContentHttpResult _answer = TypedResults.Bytes(
        content, TypeOf(path), entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\""));

    /// <summary>Below the site's root, with slashes.</summary>
    public string Path => path;

    public Task AnswerAsync(HttpContext context)
    {
        // Always asked for again, and answered with 304 while it is the same: the page and its scripts must fit together.
        context.Response.Headers.CacheControl = "no-cache";
        return _answer.ExecuteAsync(context);
    }

    private static string TypeOf(string path) => System.IO.Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => throw new InvalidOperationException($"The shop's file {path} is of a kind that has no content type here."),
    };
}
