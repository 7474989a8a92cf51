using System.Collections.Concurrent;
using System.Diagnostics;
using Holdfast.Benchmarks.Harness;

namespace Holdfast.Benchmarks.Http.Clients;

/// <summary>
/// Requests that come when they come, whether or not the server is ready: arrivals at random instants of a fixed rate. A request's
/// latency counts from the instant at which it was to start, so a stall is in the latency of all who came during it.
/// </summary>
internal sealed class OpenLoop : IDisposable
{
    private readonly Server _server;
    private readonly List<Connection> _connections;
    private readonly ConcurrentStack<Connection> _free = new();
    private readonly ConcurrentQueue<long> _waiting = new();
    private long[] _latencies = [];
    private int _answered;
    private int _errors;

    public OpenLoop(Server server, string path)
    {
        _server = server;
        _connections = [.. server.Cookies.Select(cookie => new Connection(server.Port, path, cookie, Answered))];
        _connections.ForEach(_free.Push);
    }

    /// <summary>Requests per second when the next arrival is always there already: what this client and the server can do together.</summary>
    public double Saturate(TimeSpan time)
    {
        var count = (int)(200_000 * time.TotalSeconds);
        Begin(count);
        var started = Stopwatch.GetTimestamp();
        var sent = 0;
        while (sent < count && Stopwatch.GetElapsedTime(started) < time)
        {
            if (_free.TryPop(out var free))
            {
                free.Send(0);
                sent++;
            }
            else
            {
                Thread.Yield();
            }
        }

        WaitForAnswers(sent);
        return sent / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public OpenLoopRound Run(double rate, TimeSpan time, int seed)
    {
        var count = (int)(rate * time.TotalSeconds);
        Begin(count);
        var random = new Random(seed);
        var perArrival = Stopwatch.Frequency / rate;
        FineSleep.Sharpen();
        double due = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            due += -Math.Log(1 - random.NextDouble()) * perArrival;
            FineSleep.Until((long)due);
            Arrive((long)due);
        }

        WaitForAnswers(count);
        return new OpenLoopRound(rate, new Samples([.. _latencies.Select(static ticks => ticks * (1000.0 / Stopwatch.Frequency))]), _errors);
    }

    public void Dispose() => _connections.ForEach(static connection => connection.Dispose());

    private void Begin(int requests)
    {
        _latencies = new long[requests];
        _answered = 0;
        _errors = 0;
    }

    private void WaitForAnswers(int count)
    {
        var deadline = Stopwatch.GetTimestamp() + (10 * Stopwatch.Frequency);
        while (Volatile.Read(ref _answered) < count && Stopwatch.GetTimestamp() < deadline)
        {
            Thread.Sleep(1);
        }

        var unanswered = count - _answered;
        if (unanswered > 0)
        {
            throw new BenchmarkFailedException($"{_server.Kind.Name}: {unanswered} of {count} requests were not answered, {_errors} failed.");
        }
    }

    private void Arrive(long due)
    {
        if (_free.TryPop(out var free))
        {
            free.Send(due);
            return;
        }

        _waiting.Enqueue(due);
        Match();
    }

    private void Answered(Connection connection)
    {
        if (connection.Failure is not null)
        {
            Interlocked.Increment(ref _errors);
            return;
        }

        _latencies[Interlocked.Increment(ref _answered) - 1] = Stopwatch.GetTimestamp() - connection.Due;
        if (_waiting.TryDequeue(out var due))
        {
            connection.Send(due);
            return;
        }

        _free.Push(connection);
        Match();
    }

    // A request may have begun to wait just when a connection became free.
    private void Match()
    {
        while (!_waiting.IsEmpty && _free.TryPop(out var free))
        {
            if (_waiting.TryDequeue(out var due))
            {
                free.Send(due);
            }
            else
            {
                _free.Push(free);
            }
        }
    }
}
