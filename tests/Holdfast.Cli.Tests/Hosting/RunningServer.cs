using Holdfast.Cli.Serving;
using Holdfast.Cli.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Cli.Tests.Hosting;

/// <summary>The server as <c>serve --demo</c> builds it, on Kestrel at a free loopback port.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private RunningServer(WebApplication app, ServeSettings settings)
    {
        _app = app;
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = 256 };
        // The certificate of a test's own server is one that it has just made: nobody has signed it, and no other is good.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) =>
            presented?.GetCertHashString() is { } hash && hash == settings.Certificate?.Leaf.GetCertHashString();
        _client = new HttpClient(handler) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public Uri Address => _client.BaseAddress!;

    public HttpClient Client => _client;

    public SessionManager Manager => _app.Services.GetRequiredService<SessionManager>();

    public static ServeSettings Settings { get; } = new()
    {
        Demo = true,
        Addresses = [new ListenAddress("http://127.0.0.1:0", IsHttps: false, IsLoopback: true)],
        LogLevel = Microsoft.Extensions.Logging.LogLevel.None,
    };

    /// <param name="settings">Null for <see cref="Settings"/>.</param>
    /// <param name="time">The server's clock; null for the system's.</param>
    /// <param name="extend">Adds endpoints.</param>
    public static async Task<RunningServer> StartAsync(
        ServeSettings? settings = null, TimeProvider? time = null, Action<WebApplication>? extend = null)
    {
        settings ??= Settings;
        var app = Server.Build(settings, builder =>
        {
            if (time is not null)
            {
                builder.Services.AddSingleton(time);
            }
        });
        extend?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningServer(app, settings);
    }

    /// <summary>A visitor with no cookies yet.</summary>
    public Visitor NewVisitor(string side = Visitor.Holdfast) => new(_client) { Side = side };

    /// <summary>A visitor who has signed in.</summary>
    public async Task<Visitor> SignInAsync(string username = "ann", string side = Visitor.Holdfast)
    {
        var visitor = NewVisitor(side);
        Assert.Equal(200, (await visitor.LoginAsync(username)).Status);
        return visitor;
    }

    public async Task<SessionStatistics> StatisticsAsync() =>
        (await Manager.GetStatisticsAsync(TestContext.Current.CancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }
}
