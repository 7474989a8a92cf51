using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Holdfast.AspNetCore.Tests.Hosting;

/// <summary>A client with one cookie: it takes over what the server sets and deletes, as a browser would, and shows the raw header.</summary>
internal sealed class Browser(HttpClient client)
{
    public const string PlainName = "session";

    public string Name { get; init; } = PlainName;

    /// <summary>The cookie's value; null for none.</summary>
    public string? Value { get; set; }

    /// <summary>The protocol to speak, and no other.</summary>
    public Version Version { get; init; } = HttpVersion.Version11;

    public SessionId Id => SessionId.Parse(Value!);

    public Task<Reply> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Reply> PostAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Post, path));

    public async Task<Reply> SendAsync(HttpRequestMessage request, string? cookies = null)
    {
        using var response = await StreamAsync(request, cookies);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new Reply(response.StatusCode, Headers(response), Text(response, body));
    }

    /// <summary>As <see cref="SendAsync"/>, returning when the head is there.</summary>
    public async Task<HttpResponseMessage> StreamAsync(HttpRequestMessage request, string? cookies = null)
    {
        (request.Version, request.VersionPolicy) = (Version, HttpVersionPolicy.RequestVersionExact);
        var sent = cookies ?? (Value is null ? null : $"{Name}={Value}");
        if (sent is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Cookie", sent));
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Take(response.Headers);
        return response;
    }

    private static string Text(HttpResponseMessage response, byte[] body)
    {
        if (!response.Content.Headers.ContentEncoding.Contains("gzip", StringComparer.Ordinal))
        {
            return Encoding.UTF8.GetString(body);
        }

        using var unzipped = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static Dictionary<string, string[]> Headers(HttpResponseMessage response) =>
        response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase);

    private void Take(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("Set-Cookie", out var lines))
        {
            return;
        }

        foreach (var line in lines)
        {
            var pair = line.Split(';')[0].Split('=', 2);
            if (pair[0] == Name)
            {
                Value = line.Contains("expires=", StringComparison.OrdinalIgnoreCase) ? null : pair[1];
            }
        }
    }
}
