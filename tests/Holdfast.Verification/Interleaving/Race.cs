namespace Holdfast.Verification;

/// <summary>The threads of <see cref="RealThreads"/> and the barriers between which a round takes place.</summary>
internal sealed class Race<TState> : IDisposable
{
    private readonly Scenario<TState> _scenario;
    private readonly int _seed;
    private readonly TimeSpan _watchdog;
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Barrier _barrier;
    private readonly Thread[] _threads;
    private bool _hung;

    // Written by the round's thread before the first barrier, read by the others after it; results the other way round at the second.
    private TState _state = default!;
    private int _round;
    private readonly Exception?[] _failures;
    private readonly bool[] _finished;

    public Race(Scenario<TState> scenario, int seed, TimeSpan watchdog)
    {
        _scenario = scenario;
        _seed = seed;
        _watchdog = watchdog;
        var count = scenario.Operations.Count;
        _failures = new Exception?[count];
        _finished = new bool[count];
        _barrier = new Barrier(count + 1);
        _threads = [.. Enumerable.Range(0, count).Select(i => new Thread(() => RunOperation(i)) { IsBackground = true, Name = scenario.Operations[i].Name })];
        foreach (var thread in _threads) thread.Start();
    }

    public void RunRound(int round)
    {
        try
        {
            SynchronousWait.For(MakeAsync());
        }
        catch (Exception thrown)
        {
            throw new RaceException(round, _seed, $"the making of the state failed: {thrown.Message}", thrown);
        }

        _round = round;
        Array.Clear(_finished);
        _hung = !_barrier.SignalAndWait(_watchdog) || !_barrier.SignalAndWait(_watchdog);
        if (_hung) throw new RaceException(round, _seed, $"hung: {Unfinished()} still running after {_watchdog}.", null);

        for (var i = 0; i < _failures.Length; i++)
            if (_failures[i] is { } thrown) throw new RaceException(round, _seed, $"'{_scenario.Operations[i].Name}' failed: {thrown.Message}", thrown);
        try
        {
            SynchronousWait.For(_scenario.CheckAllAsync(_state));
        }
        catch (Exception broken)
        {
            throw new RaceException(round, _seed, $"the check failed: {broken.Message}", broken);
        }
    }

    public void Dispose()
    {
        _abandoned.Cancel();
        // An operation that hangs is left behind on its background thread, together with what it still uses.
        if (_hung) return;
        foreach (var thread in _threads) thread.Join();
        _barrier.Dispose();
        _abandoned.Dispose();
    }

    private async Task MakeAsync() => _state = await _scenario.Create();

    private string Unfinished() => string.Join(" and ", _scenario.Operations.Where((_, i) => !Volatile.Read(ref _finished[i])).Select(operation => $"'{operation.Name}'"));

    private void RunOperation(int index)
    {
        try
        {
            while (true)
            {
                _barrier.SignalAndWait(_abandoned.Token);
                try
                {
                    var jitter = new RaceJitter(_seed, _round, index, _abandoned.Token);
                    YieldTarget.Current = jitter;
                    jitter.Delay();
                    SynchronousWait.For(_scenario.Operations[index].Body(_state));
                }
                catch (Exception thrown)
                {
                    _failures[index] = thrown;
                }

                Volatile.Write(ref _finished[index], true);
                _barrier.SignalAndWait(_abandoned.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The race is over.
        }
    }
}
