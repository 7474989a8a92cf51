using System.Net;
using System.Text.Json;

namespace Holdfast.AspNetCore.Tests.Hosting;

/// <summary>An answer, read to its end.</summary>
internal sealed record Reply(HttpStatusCode StatusCode, IReadOnlyDictionary<string, string[]> Headers, string Body)
{
    public int Code => (int)StatusCode;

    public IReadOnlyList<string> SetCookies => Headers.GetValueOrDefault("Set-Cookie") ?? [];

    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>The problem's code, after checking that it is a well-formed problem and nothing else.</summary>
    public string ProblemCode()
    {
        Assert.Equal("application/problem+json", Header("Content-Type"));
        using var problem = JsonDocument.Parse(Body);
        Assert.Equal(Code, problem.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.RootElement.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.RootElement.GetProperty("detail").GetString()!);
        return problem.RootElement.GetProperty("code").GetString()!;
    }
}
