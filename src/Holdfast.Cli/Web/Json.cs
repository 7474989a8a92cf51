using System.Buffers;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Cli.Web;

/// <summary>
/// Writes whole JSON answers, with their length. They are not flushed: they leave when the request is done, after either kind of session has
/// saved what the request did, so that a client's next request finds it.
/// </summary>
internal static class Json
{
    public static void Write<T>(HttpResponse response, T answer, JsonTypeInfo<T> type)
    {
        response.ContentType = MediaTypeNames.Application.Json;
        response.Headers.CacheControl = "no-store";
        Write(response, json => JsonSerializer.Serialize(json, answer, type));
    }

    /// <summary>As the other, for an answer whose content type is set.</summary>
    public static void Write(HttpResponse response, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        response.ContentLength = buffer.WrittenCount;
        response.BodyWriter.Write(buffer.WrittenSpan);
    }
}
