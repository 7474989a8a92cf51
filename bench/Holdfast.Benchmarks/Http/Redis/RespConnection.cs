using System.Net;
using System.Net.Sockets;
using System.Text;
using Holdfast.Benchmarks.Harness;

namespace Holdfast.Benchmarks.Http.Redis;

/// <summary>One connection to a Redis server: a request, then its replies. One caller at a time.</summary>
internal sealed class RespConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _received = new byte[4096];
    private int _read;
    private int _filled;

    public RespConnection(int port) => _socket.Connect(IPAddress.Loopback, port);

    /// <summary>Encodes one command.</summary>
    public static byte[] Command(params ReadOnlySpan<byte[]> arguments)
    {
        using var encoded = new MemoryStream();
        encoded.Write(Encoding.ASCII.GetBytes($"*{arguments.Length}\r\n"));
        foreach (var argument in arguments)
        {
            encoded.Write(Encoding.ASCII.GetBytes($"${argument.Length}\r\n"));
            encoded.Write(argument);
            encoded.Write("\r\n"u8);
        }

        return encoded.ToArray();
    }

    /// <summary>Sends encoded commands and reads that many replies, each a list of its bulk strings; null for an absent one.</summary>
    public async ValueTask<List<byte[]?>> SendAsync(ReadOnlyMemory<byte> commands, int replies)
    {
        await _socket.SendAsync(commands);
        var values = new List<byte[]?>();
        while (replies > 0)
        {
            var line = await ReadLineAsync();
            switch (line[0])
            {
                case '*':
                    replies += int.Parse(line[1..]);
                    break;
                case '$':
                    var length = int.Parse(line[1..]);
                    values.Add(length < 0 ? null : await ReadBytesAsync(length));
                    break;
                case '-':
                    throw new BenchmarkFailedException("Redis refused: " + line);
            }

            replies--;
        }

        return values;
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<string> ReadLineAsync()
    {
        while (true)
        {
            var end = _received.AsSpan(_read, _filled - _read).IndexOf("\r\n"u8);
            if (end >= 0)
            {
                var line = Encoding.ASCII.GetString(_received, _read, end);
                _read += end + 2;
                return line;
            }

            await FillAsync();
        }
    }

    private async ValueTask<byte[]> ReadBytesAsync(int length)
    {
        while (_filled - _read < length + 2)
        {
            await FillAsync();
        }

        var bytes = _received.AsSpan(_read, length).ToArray();
        _read += length + 2;
        return bytes;
    }

    private async ValueTask FillAsync()
    {
        _received.AsSpan(_read, _filled - _read).CopyTo(_received);
        _filled -= _read;
        _read = 0;
        if (_filled == _received.Length)
        {
            Array.Resize(ref _received, _received.Length * 2);
        }

        var count = await _socket.ReceiveAsync(_received.AsMemory(_filled));
        _filled += count > 0 ? count : throw new BenchmarkFailedException("Redis closed the connection.");
    }
}
