using System.Text.Json;

namespace Holdfast.Cli.Tests.Hosting;

/// <summary>An answer, read to its end.</summary>
internal sealed class Answer(int status, IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers, string text)
{
    private readonly Dictionary<string, string[]> _headers =
        headers.ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase);

    public int Status => status;

    public string Text => text;

    public JsonElement Json => JsonDocument.Parse(text).RootElement;

    public string? Header(string name) => _headers.TryGetValue(name, out var values) ? string.Join(", ", values) : null;

    public string[] All(string name) => _headers.GetValueOrDefault(name) ?? [];

    public JsonElement this[string member] => Json.GetProperty(member);

    /// <summary>The names of the answer's members, in order.</summary>
    public string Shape => string.Join(' ', Json.EnumerateObject().Select(member => member.Name));

    /// <summary>Checks that it is a whole RFC 9457 problem of this status and code, and gives its sentence.</summary>
    public string Problem(int expectedStatus, string expectedCode)
    {
        Assert.Equal((expectedStatus, expectedCode), (status, CodeOf()));
        Assert.Equal("application/problem+json", Header("Content-Type"));
        Assert.StartsWith("no-store", Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal(status, this["status"].GetInt32());
        Assert.Equal("about:blank", this["type"].GetString());
        Assert.NotEmpty(this["title"].GetString()!);
        var detail = this["detail"].GetString()!;
        Assert.EndsWith(".", detail, StringComparison.Ordinal);
        return detail;
    }

    private string CodeOf() => text.Length > 0 && Json.TryGetProperty("code", out var code) ? code.GetString()! : $"no code in: {text}";
}
