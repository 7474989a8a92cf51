using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;

namespace Holdfast.Cli.Tests.Hosting;

/// <summary>A client of the shop with cookies of its own. Safe for many requests at once.</summary>
internal sealed class Visitor(HttpClient client)
{
    public const string Holdfast = "/api";
    public const string Stock = "/api/stock";

    /// <summary>Which of the two shops the short forms mean.</summary>
    public string Side { get; init; } = Holdfast;

    public ConcurrentDictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    public Task<Answer> LoginAsync(string username, string password = "secret") =>
        PostAsync("/login", $$"""{"username":"{{username}}","password":"{{password}}"}""");

    public Task<Answer> ReadAsync() => SendAsync(HttpMethod.Get, $"{Side}/session");

    public Task<Answer> PreferAsync(string key, string value) =>
        SendAsync(HttpMethod.Put, $"{Side}/session/prefs", $$"""{"key":"{{key}}","value":"{{value}}"}""");

    public Task<Answer> IncrementAsync(string? body = null, string query = "") => PostAsync($"/session/increment{query}", body);

    public Task<Answer> LogoutAsync() => PostAsync("/logout", null);

    public Task<Answer> PostAsync(string path, string? body) => SendAsync(HttpMethod.Post, Side + path, body);

    public Task<Answer> SendAsync(HttpMethod method, string path, string? body = null) =>
        SendAsync(new HttpRequestMessage(method, path) { Content = body is null ? null : Json(Encoding.UTF8.GetBytes(body)) });

    public async Task<Answer> SendAsync(HttpRequestMessage request, string? cookieHeader = null)
    {
        cookieHeader ??= string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));
        if (cookieHeader.Length > 0)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Cookie", cookieHeader));
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var answer = new Answer((int)response.StatusCode, response.Headers.Concat(response.Content.Headers), text);
        Take(answer);
        return answer;
    }

    public static ByteArrayContent Json(byte[] body) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private void Take(Answer answer)
    {
        foreach (var line in answer.All("Set-Cookie"))
        {
            var pair = line.Split(';')[0].Split('=', 2);
            if (line.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase))
            {
                Cookies.TryRemove(pair[0], out _);
            }
            else
            {
                Cookies[pair[0]] = pair[1];
            }
        }
    }
}
