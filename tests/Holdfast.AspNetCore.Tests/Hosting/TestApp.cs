using Holdfast.AspNetCore.Tests.Stores;
using Holdfast.Storage;
using Holdfast.Storage.InProcess;
using Holdfast.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.AspNetCore.Tests.Hosting;

/// <summary>A web application with Holdfast on a watched memory store, on Kestrel at a free loopback port or on the test host.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private TestApp(WebApplication app, HttpClient client)
    {
        _app = app;
        _client = client;
        Counts = new CounterWatch(app.Services);
    }

    public IServiceProvider Services => _app.Services;

    public SessionManager Manager => Services.GetRequiredService<SessionManager>();

    public WatchedStore Store => (WatchedStore)Services.GetRequiredService<IHoldfastStore>();

    public CapturedLog Log => Services.GetRequiredService<CapturedLog>();

    public CounterWatch Counts { get; }

    public Uri Address => _client.BaseAddress!;

    public TestServer Server => _app.GetTestServer();

    /// <summary>Kestrel, http. <paramref name="pipeline"/> adds what it likes, <c>UseHoldfast()</c> included.</summary>
    public static async Task<TestApp> OnKestrelAsync(Action<WebApplication> pipeline, Action<TestAppSetup>? setUp = null)
    {
        var app = Build(pipeline, setUp, static builder => builder.WebHost.UseUrls("http://127.0.0.1:0"));
        return await StartedAsync(app);
    }

    /// <summary>Kestrel, HTTP/2 without encryption.</summary>
    public static async Task<TestApp> OnHttp2Async(Action<WebApplication> pipeline, Action<TestAppSetup>? setUp = null)
    {
        var app = Build(pipeline, setUp, static builder => builder.WebHost
            .UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2)));
        return await StartedAsync(app);
    }

    /// <summary>In memory, https unless the address says otherwise.</summary>
    public static async Task<TestApp> OnTestHostAsync(
        Action<WebApplication> pipeline, Action<TestAppSetup>? setUp = null, string address = "https://localhost")
    {
        var app = Build(pipeline, setUp, static builder => builder.WebHost.UseTestServer());
        await app.StartAsync(TestContext.Current.CancellationToken);
        var server = app.GetTestServer();
        return new TestApp(app, new HttpClient(server.CreateHandler()) { BaseAddress = new Uri(address) });
    }

    /// <summary>A session as it is in the store, without using it.</summary>
    public async Task<Session> ReadAsync(SessionKey key) => (await Manager.GetAsync(key, TestContext.Current.CancellationToken)).Session!;

    /// <summary>A browser of its own: one cookie jar.</summary>
    public Browser NewBrowser(string cookieName = Browser.PlainName) => new(_client) { Name = cookieName };

    public Browser NewBrowser2() => new(_client) { Version = System.Net.HttpVersion.Version20 };

    public async ValueTask DisposeAsync()
    {
        Counts.Dispose();
        _client.Dispose();
        await _app.DisposeAsync();
    }

    private static async Task<TestApp> StartedAsync(WebApplication app)
    {
        await app.StartAsync(TestContext.Current.CancellationToken);
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = 64 };
        return new TestApp(app, new HttpClient(handler) { BaseAddress = new Uri(app.Urls.Single()) });
    }

    private static WebApplication Build(Action<WebApplication> pipeline, Action<TestAppSetup>? setUp, Action<WebApplicationBuilder> host)
    {
        var builder = WebApplication.CreateSlimBuilder();
        host(builder);
        var log = new CapturedLog();
        builder.Services.AddSingleton(log);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.Services.AddSingleton<IHoldfastStore>(static services =>
        {
            var options = services.GetRequiredService<IOptions<HoldfastOptions>>().Value;
            return new WatchedStore(new InProcessStore(services.GetRequiredService<SessionClock>(), options.Limits, options.EndedRetention));
        });
        var settings = new TestAppSetup(builder);
        setUp?.Invoke(settings);
        var app = builder.Build();
        pipeline(app);
        return app;
    }
}
