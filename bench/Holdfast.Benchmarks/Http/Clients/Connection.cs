using System.Net;
using System.Net.Sockets;
using System.Text;
using Holdfast.Benchmarks.Harness;

namespace Holdfast.Benchmarks.Http.Clients;

/// <summary>One kept connection of one visitor: sends its request, and says when the answer is there.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly SocketAsyncEventArgs _receiving = new();
    private readonly byte[] _request;
    private readonly byte[] _answer = new byte[2048];
    private readonly Action<Connection> _answered;
    private int _length;

    public Connection(int port, string path, string cookie, Action<Connection> answered)
    {
        _answered = answered;
        _request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n");
        _receiving.Completed += (_, _) => Received();
        _socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>When the request that is on its way was to start, in clock ticks.</summary>
    public long Due { get; private set; }

    /// <summary>What went wrong, if anything did; then the connection answers no more.</summary>
    public string? Failure { get; private set; }

    public void Send(long due)
    {
        Due = due;
        _length = 0;
        _socket.Send(_request);
        Receive();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _receiving.Dispose();
    }

    private void Receive()
    {
        _receiving.SetBuffer(_answer, _length, _answer.Length - _length);
        if (!_socket.ReceiveAsync(_receiving))
        {
            Received();
        }
    }

    private void Received()
    {
        _length += _receiving.BytesTransferred;
        var answer = _answer.AsSpan(0, _length);
        if (_receiving.SocketError != SocketError.Success || _receiving.BytesTransferred == 0 || _length == _answer.Length)
        {
            Failure = $"the connection ended: {_receiving.SocketError}";
            _answered(this);
        }
        else if (!answer.EndsWith("\r\n\r\nok"u8))
        {
            Receive();
        }
        else
        {
            Failure = answer.StartsWith("HTTP/1.1 200"u8) ? null : Encoding.ASCII.GetString(answer);
            _answered(this);
        }
    }

    public void ThrowIfFailed(string who)
    {
        if (Failure is { } failure)
        {
            throw new BenchmarkFailedException($"{who}: {failure}");
        }
    }
}
