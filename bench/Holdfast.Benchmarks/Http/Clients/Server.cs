using Holdfast.Benchmarks.Children;
using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Http.Servers;

namespace Holdfast.Benchmarks.Http.Clients;

/// <summary>A running server, and visitors with a session each.</summary>
internal sealed class Server : IDisposable
{
    public const int Visitors = 64;

    // As long as a real one: a browser sends what it has, whoever reads it.
    private const string ForeignCookie = "session=AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private readonly Child _child;
    private readonly HttpClient _client;

    public Server(ServerKind kind, int redisPort)
    {
        Kind = kind;
        _child = new Child("serve", kind.Id, redisPort.ToString());
        Port = int.Parse(_child.Read());
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        Cookies = [.. Enumerable.Range(0, Visitors).Select(_ => NewSession())];
    }

    public ServerKind Kind { get; }

    public int Port { get; }

    public IReadOnlyList<string> Cookies { get; }

    /// <summary>A session whose counter is 1, by the cookie that opens it.</summary>
    public string NewSession()
    {
        using var answer = _client.GetAsync(Endpoints.Increment).GetAwaiter().GetResult().EnsureSuccessStatusCode();
        return answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single().Split(';')[0]
            : Kind == ServerKind.NoSession ? ForeignCookie
            : throw new BenchmarkFailedException($"{Kind.Name} set no cookie.");
    }

    public long Count(string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Endpoints.Count);
        request.Headers.Add("Cookie", cookie);
        using var answer = _client.SendAsync(request).GetAwaiter().GetResult().EnsureSuccessStatusCode();
        return long.Parse(answer.Content.ReadAsStringAsync().GetAwaiter().GetResult());
    }

    /// <summary>The counters of all visitors together.</summary>
    public long CountAll() => Kind == ServerKind.NoSession ? Count(ForeignCookie) : Cookies.Sum(Count);

    public void Dispose()
    {
        _client.Dispose();
        _child.Dispose();
    }
}
