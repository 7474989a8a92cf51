using Microsoft.AspNetCore.Builder;

namespace Holdfast.Benchmarks.Http.Servers;

/// <summary>One way to keep a counter per visitor behind Kestrel.</summary>
/// <param name="Id">What the child process is asked for.</param>
/// <param name="Name">What the tables call it.</param>
/// <param name="LosesIncrements">Whether requests of one session may overwrite one another.</param>
/// <param name="NeedsRedis">Whether it is given a Redis server's port.</param>
/// <param name="Build">Adds its services, and its pipeline and endpoints.</param>
internal sealed record ServerKind(
    string Id, string Name, bool LosesIncrements, bool NeedsRedis, Func<WebApplicationBuilder, int, Action<WebApplication>> Build)
{
    public static readonly ServerKind NoSession = new("none", "no session", false, false, NoSessionServer.Build);
    public static readonly ServerKind Dictionary = new("dictionary", "dictionary + lock (limit)", false, false, DictionaryServer.Build);
    public static readonly ServerKind Holdfast = new("holdfast", "**Holdfast**, memory", false, false, HoldfastServer.Build);
    public static readonly ServerKind Stock = new("stock", "stock session, memory", true, false, StockServer.BuildOnMemory);
    public static readonly ServerKind StockOnRedis = new("stock-redis", "stock session, Redis", true, true, StockServer.BuildOnRedis);

    public static readonly ServerKind[] All = [NoSession, Dictionary, Holdfast, Stock, StockOnRedis];
}
