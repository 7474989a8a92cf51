using Holdfast.Benchmarks.Http.Clients;
using Holdfast.Benchmarks.Http.Redis;
using Holdfast.Benchmarks.Http.Servers;
using Holdfast.Benchmarks.Reporting;

namespace Holdfast.Benchmarks.Http;

/// <summary>Goals 21 and 23 to 25: sessions on real requests, on the memory store.</summary>
internal static class HttpArea
{
    public static void Run()
    {
        var report = new Report("http");
        using var redis = new RedisServer();
        var servers = new List<Server>();
        try
        {
            foreach (var kind in ServerKind.All)
            {
                servers.Add(new Server(kind, redis.Port));
            }

            ClosedLoopTables.Run(report, servers);
            OpenLoopTable.Run(report, servers);
            LostIncrementsTable.Run(report, servers);
        }
        finally
        {
            servers.ForEach(static server => server.Dispose());
        }

        report.Write();
    }
}
