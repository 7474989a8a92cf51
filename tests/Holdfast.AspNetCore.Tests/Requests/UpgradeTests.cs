using System.Net;
using System.Net.WebSockets;
using System.Text;
using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Tests.Requests;

/// <summary>WebSockets: the scope begins before the upgrade, which is the answer's beginning, and ends with the connection.</summary>
[Trait("Feature", "112")]
public sealed class UpgradeTests
{
    [Fact]
    public async Task Upgrade_WhatWasRecordedBefore_IsCommittedWithIt()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");

        using var socket = await ConnectAsync(app, browser, "/socket");

        Assert.Equal("opened", (await app.ReadAsync(browser.Id.Key)).Data["state"].AsString());
        await CloseAsync(socket);
    }

    [Fact]
    public async Task Upgrade_WithoutACookie_SetsItWithTheHandshake()
    {
        await using var app = await StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;

        await socket.ConnectAsync(Address(app, "/socket"), TestContext.Current.CancellationToken);

        Assert.StartsWith("session=", Assert.Single(socket.HttpResponseHeaders!["Set-Cookie"]), StringComparison.Ordinal);
        await CloseAsync(socket);
    }

    [Fact]
    public async Task Upgrade_WhatIsRecordedDuring_IsCommittedAtTheEnd()
    {
        var ended = new SemaphoreSlim(0);
        await using var app = await StartAsync(ended);
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");
        await ended.WaitAsync(TestContext.Current.CancellationToken);

        using var socket = await ConnectAsync(app, browser, "/socket");
        await SayAsync(socket, "hello");
        Assert.Equal("HELLO", await HearAsync(socket));
        await CloseAsync(socket);
        await ended.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, (await app.ReadAsync(browser.Id.Key)).Data.GetInt64("messages"));
    }

    [Fact]
    public async Task Upgrade_UntouchedWithACookie_IsActivity()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");
        app.Store.ForgetCounts();

        using var socket = await ConnectAsync(app, browser, "/silent");

        Assert.Equal((1, 1), (app.Store.Touches, app.Store.Calls));
        await CloseAsync(socket);
    }

    [Fact]
    [Trait("Invariant", "8")]
    public async Task Upgrade_AfterARefusedCommit_DoesNotHappen()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");
        app.Store.WriteFailure = Status.Unavailable;
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", $"session={browser.Value}");
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(Address(app, "/socket"), TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, socket.HttpStatusCode);
        Assert.Equal(1, app.Counts["holdfast.requests.answers_replaced"]);
    }

    private static Task<TestApp> StartAsync(SemaphoreSlim? ended = null) => TestApp.OnKestrelAsync(web =>
    {
        web.Use(async (context, next) =>
        {
            await next(context);
            ended?.Release();
        });
        web.UseHoldfast();
        web.UseWebSockets();
        web.MapPost("/begin", (HttpContext context) => context.Session.SetString("state", "begun"));
        web.Map("/silent", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await HearAsync(socket);
        });
        web.Map("/socket", async (HttpContext context) =>
        {
            var session = context.GetHoldfast().Change(changes => changes.Set("state", "opened"));
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            while (await HearAsync(socket) is { } heard)
            {
                session.Change(changes => changes.Increment("messages"));
                await SayAsync(socket, heard.ToUpperInvariant());
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
    });

    private static async Task<ClientWebSocket> ConnectAsync(TestApp app, Browser browser, string path)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", $"session={browser.Value}");
        await socket.ConnectAsync(Address(app, path), TestContext.Current.CancellationToken);
        return socket;
    }

    private static Uri Address(TestApp app, string path) => new UriBuilder(app.Address) { Scheme = "ws", Path = path }.Uri;

    private static Task SayAsync(WebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private static async Task<string?> HearAsync(WebSocket socket)
    {
        var buffer = new byte[100];
        var message = await socket.ReceiveAsync(buffer, CancellationToken.None);
        return message.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, message.Count);
    }

    private static Task CloseAsync(ClientWebSocket socket) =>
        socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
}
