using Holdfast.Cli.Tests.Hosting;

namespace Holdfast.Cli.Tests.Processes;

/// <summary>The server on its durable store, killed as a power switch or an operator in a hurry does it.</summary>
public sealed class DurableServerTests : IDisposable
{
    private const int Kills = 5;
    private const int Clients = 16;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("holdfast-serve-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    [Trait("Category", "Long")]
    [Trait("Invariant", "8")]
    [Trait("Fault", "C1")]
    public async Task Serve_KilledFiveTimesUnderSixteenClients_LosesNothingAcknowledged()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");
        var shoppers = Enumerable.Range(0, Clients).Select(_ => new Shopper()).ToList();
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var server = await StartAsync();
            using var client = ClientOf(server);
            foreach (var shopper in shoppers) await shopper.ReturnAsync(client);
            using var bought = new SemaphoreSlim(0);
            var shopping = shoppers.Select(shopper => shopper.ShopUntilGoneAsync(client, bought)).ToList();
            await bought.WaitAsync(TestContext.Current.CancellationToken);
            server.Send(ServerProcess.Kill9);
            await Task.WhenAll(shopping);
            await server.EndAsync();
        }

        await using var last = await StartAsync();
        using var after = ClientOf(last);
        foreach (var shopper in shoppers) await shopper.ReturnAsync(after);
    }

    [Fact]
    [Trait("Fault", "C14")]
    public async Task Serve_OnADirectoryInUse_Ends1AndTheFirstGoesOn()
    {
        await using var first = await StartAsync();
        await using var second = ServerProcess.Start("serve", "--urls", "http://127.0.0.1:0", "--store", $"sqlite:{_directory.FullName}");
        var (code, output, errors) = await second.EndAsync();

        Assert.Equal((1, string.Empty), (code, output));
        Assert.Contains("in use by another process", Assert.Single(errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
        using var client = ClientOf(first);
        Assert.Equal(200, (await new Visitor(client).LoginAsync("ann")).Status);
    }

    [Fact]
    public async Task Serve_OnFiles_SaysWhereAndKeepsSessionsAcrossACleanStop()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");
        var shopper = new Shopper();
        await using (var server = await StartAsync())
        {
            Assert.Contains(_directory.FullName, server.Output, StringComparison.Ordinal);
            using var client = ClientOf(server);
            await shopper.ReturnAsync(client);
            server.Send(ServerProcess.Terminate);
            Assert.Equal((0, string.Empty), (await server.EndAsync()) is var (code, _, errors) ? (code, errors) : default);
        }

        await using var again = await StartAsync();
        using var later = ClientOf(again);
        await shopper.ReturnAsync(later);
    }

    // Cookies are each shopper's own.
    private static HttpClient ClientOf(ServerProcess server) =>
        new(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 256 }) { BaseAddress = server.Address };

    private Task<ServerProcess> StartAsync() => ServerProcess.StartDemoAsync("--store", $"sqlite:{_directory.FullName}");

    /// <summary>Counts up in one session and remembers what was promised.</summary>
    private sealed class Shopper
    {
        private Dictionary<string, string> _cookies = [];
        private long _acknowledged;
        private long _tried;

        /// <summary>Comes back with its cookie, and finds everything it was told it has.</summary>
        public async Task ReturnAsync(HttpClient client)
        {
            var visitor = Visitor(client);
            if (_cookies.Count == 0)
            {
                Assert.Equal(200, (await visitor.LoginAsync("ann")).Status);
                _cookies = new Dictionary<string, string>(visitor.Cookies);
            }

            var answer = await visitor.IncrementAsync("""{"by":0}""");
            Assert.Equal(200, answer.Status);
            Assert.InRange(answer["value"].GetInt64(), _acknowledged, _tried);
            _acknowledged = _tried = answer["value"].GetInt64();
        }

        /// <param name="client">Reaches the server.</param>
        /// <param name="bought">Released when it has come some way.</param>
        public async Task ShopUntilGoneAsync(HttpClient client, SemaphoreSlim bought)
        {
            var visitor = Visitor(client);
            try
            {
                for (var things = 0; ; things++)
                {
                    _tried++;
                    var answer = await visitor.IncrementAsync();
                    Assert.Equal(200, answer.Status);
                    _acknowledged = answer["value"].GetInt64();
                    if (things == 40) bought.Release();
                }
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                // Not acknowledged: it may have happened or not.
            }
        }

        private Visitor Visitor(HttpClient client)
        {
            var visitor = new Visitor(client);
            foreach (var (name, value) in _cookies) visitor.Cookies[name] = value;
            return visitor;
        }
    }
}
