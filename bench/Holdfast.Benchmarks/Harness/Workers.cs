using System.Diagnostics;

namespace Holdfast.Benchmarks.Harness;

/// <summary>Threads that run slices. They start a slice together, by spinning, and live as long as the run.</summary>
internal sealed class Workers : IDisposable
{
    public const int Most = 2;

    private readonly SemaphoreSlim[] _go = [.. Enumerable.Range(0, Most).Select(static _ => new SemaphoreSlim(0))];
    private readonly CountdownEvent _done = new(1);
    private readonly long[] _started = new long[Most];
    private readonly long[] _ended = new long[Most];
    private readonly long[] _bytes = new long[Most];
    private readonly long[] _checksums = new long[Most];
    private readonly int[] _collections = new int[Most];
    private readonly Exception?[] _failures = new Exception?[Most];
    private Action<int>? _before;
    private Func<int, long>? _job;
    private int _wanted;
    private int _ready;
    private volatile bool _isDisposed;

    public Workers()
    {
        for (var i = 0; i < Most; i++)
        {
            var index = i;
            new Thread(() => Work(index)) { IsBackground = true, Name = $"worker {index}" }.Start();
        }
    }

    /// <summary>Times one slice. Its lead-in is not timed: it brings the contestant's data back into the caches that others used meanwhile.</summary>
    public Slice Run(Contestant contestant, int threads, int start, int count, int leadIn)
    {
        contestant.Prepare();

        // What the slice before left behind is not for this one to clear away; what this one leaves is.
        GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        RunAll(threads, thread => contestant.Run(thread, start, count), leadIn == 0 ? null : thread => contestant.Run(thread, start + count, leadIn));
        for (var i = 0; i < threads; i++)
        {
            var expected = contestant.Expect(i, start, count);
            if (_checksums[i] != expected)
            {
                throw new BenchmarkFailedException($"{contestant.Name}: checksum {_checksums[i]}, expected {expected}.");
            }
        }

        var operations = (long)threads * count;
        contestant.Check(operations);
        var elapsed = Stopwatch.GetElapsedTime(_started.AsSpan(0, threads).ToArray().Min(), _ended.AsSpan(0, threads).ToArray().Max());
        return new Slice(
            elapsed.TotalNanoseconds / operations,
            _bytes.AsSpan(0, threads).ToArray().Sum() / (double)operations,
            _collections.AsSpan(0, threads).ToArray().Max());
    }

    /// <summary>Runs a job on so many threads at once and waits for all. What goes before it is not timed.</summary>
    public void RunAll(int threads, Func<int, long> job, Action<int>? before = null)
    {
        _job = job;
        _before = before;
        _wanted = threads;
        Volatile.Write(ref _ready, 0);
        _done.Reset(threads);
        for (var i = 0; i < threads; i++)
        {
            _go[i].Release();
        }

        _done.Wait();
        if (Array.Find(_failures, static failure => failure is not null) is { } failed)
        {
            throw new BenchmarkFailedException(failed.ToString());
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        foreach (var go in _go)
        {
            go.Release();
        }
    }

    private void Work(int index)
    {
        while (true)
        {
            _go[index].Wait();
            if (_isDisposed)
            {
                return;
            }

            try
            {
                _before?.Invoke(index);
                WaitForAll();
                var collections = GC.CollectionCount(0);
                var bytes = GC.GetAllocatedBytesForCurrentThread();
                _started[index] = Stopwatch.GetTimestamp();
                _checksums[index] = _job!(index);
                _ended[index] = Stopwatch.GetTimestamp();
                _bytes[index] = GC.GetAllocatedBytesForCurrentThread() - bytes;
                _collections[index] = GC.CollectionCount(0) - collections;
            }
            catch (Exception failure)
            {
                _failures[index] = failure;
            }

            _done.Signal();
        }
    }

    private void WaitForAll()
    {
        Interlocked.Increment(ref _ready);
        var spinner = default(SpinWait);
        while (Volatile.Read(ref _ready) < _wanted)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }
    }
}
