using System.Net.Sockets;
using System.Text;

namespace Holdfast.Cli.Tests.Processes;

/// <summary>A sign-in whose head the server has read and whose body the client keeps back.</summary>
internal sealed class SlowRequest : IDisposable
{
    private const string Body = """{"username":"ann","password":"x"}""";

    private readonly TcpClient _client = new();

    public static async Task<SlowRequest> BeginAsync(Uri server)
    {
        var request = new SlowRequest();
        await request._client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        await request.SendAsync($"POST /api/login HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Length: {Body.Length}\r\nExpect: 100-continue\r\n\r\n");
        // The server invites the body when something asks for it: now the request is being worked on.
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await request.ReceiveAsync(25));
        return request;
    }

    /// <summary>Returns when the server takes no more connections.</summary>
    public static async Task UntilNobodyIsLetInAsync(Uri server)
    {
        while (true)
        {
            using var late = new TcpClient();
            try
            {
                await late.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    /// <summary>Sends the body and reads the answer's first line.</summary>
    public async Task<string> FinishAsync()
    {
        await SendAsync(Body);
        return await ReceiveAsync("HTTP/1.1 200 OK".Length);
    }

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(string text) =>
        await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);

    private async Task<string> ReceiveAsync(int length)
    {
        var bytes = new byte[length];
        await _client.GetStream().ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(bytes);
    }
}
