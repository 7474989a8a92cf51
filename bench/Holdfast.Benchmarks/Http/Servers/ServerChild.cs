using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Benchmarks.Http.Servers;

/// <summary>The child process of one server: answers its port, and runs until its input is closed.</summary>
internal static class ServerChild
{
    public static async Task<int> RunAsync(string id, int redisPort)
    {
        var kind = ServerKind.All.Single(kind => kind.Id == id);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var pipeline = kind.Build(builder, redisPort);
        await using var app = builder.Build();
        pipeline(app);
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.Single()).Port);
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        await app.StopAsync();
        return 0;
    }
}
