using System.Diagnostics;
using Holdfast.Benchmarks.Harness;

namespace Holdfast.Benchmarks.Http.Clients;

/// <summary>Connections that send their next request as soon as they are answered, until so many are done.</summary>
internal sealed class ClosedLoop : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Server _server;
    private readonly List<Connection> _connections;
    private readonly CountdownEvent _idle;
    private long _left;
    private long _done;

    public ClosedLoop(Server server, string path, IEnumerable<string> cookies)
    {
        _server = server;
        _connections = [.. cookies.Select(cookie => new Connection(server.Port, path, cookie, Answered))];
        _idle = new CountdownEvent(_connections.Count);
    }

    /// <summary>Answers requests per second.</summary>
    public double Run(long requests)
    {
        _idle.Reset();
        _left = requests;
        _done = 0;
        var started = Stopwatch.GetTimestamp();
        _connections.ForEach(Next);
        if (!_idle.Wait(Patience))
        {
            throw new BenchmarkFailedException($"{_server.Kind.Name}: {_done} of {requests} requests were answered within {Patience.TotalSeconds:0} s.");
        }

        _connections.ForEach(connection => connection.ThrowIfFailed(_server.Kind.Name));
        return _done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public void Dispose()
    {
        _connections.ForEach(static connection => connection.Dispose());
        _idle.Dispose();
    }

    private void Answered(Connection connection)
    {
        Interlocked.Increment(ref _done);
        if (connection.Failure is null)
        {
            Next(connection);
        }
        else
        {
            _idle.Signal();
        }
    }

    private void Next(Connection connection)
    {
        if (Interlocked.Decrement(ref _left) >= 0)
        {
            connection.Send(0);
        }
        else
        {
            _idle.Signal();
        }
    }
}
