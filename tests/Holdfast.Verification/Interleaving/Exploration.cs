using System.Runtime.ExceptionServices;

namespace Holdfast.Verification;

/// <summary>
/// Runs a scenario once for each schedule of a strategy, on a thread of its own: no synchronization context or task scheduler of
/// the caller is current there, and the caller's thread is free to watch for a step that never returns.
/// </summary>
internal sealed class Exploration<TState>(Scenario<TState> scenario, ScheduleStrategy strategy, InterleavingLimits limits, int maxSchedules)
{
    private readonly HashSet<string> _distinct = [];
    private int _schedules;
    private Exception? _failure;
    private long _progress;
    private volatile string _doing = "";
    private volatile DeterministicScheduler? _scheduler;

    public (int Schedules, int Distinct) Run()
    {
        var thread = new Thread(RunAll) { IsBackground = true, Name = "interleavings" };
        thread.Start();
        var seen = -1L;
        while (!thread.Join(limits.Watchdog))
        {
            var now = Interlocked.Read(ref _progress);
            if (now == seen || limits.Watchdog == TimeSpan.Zero) throw Hung();
            seen = now;
        }

        if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
        return (_schedules, _distinct.Count);
    }

    private void RunAll()
    {
        try
        {
            do
            {
                if (_schedules == maxSchedules)
                    throw new InterleavingException(InterleavingFailure.Unfinished, "", $"Stopped after {maxSchedules} schedules with more to come, none of which was tried.");
                RunOne();
                _schedules++;
            }
            while (strategy.MoveNext());
        }
        catch (Exception failure)
        {
            _failure = failure;
        }
    }

    private void RunOne()
    {
        using var scheduler = new DeterministicScheduler(strategy, scenario.DecisionPoints, limits);
        _scheduler = scheduler;
        Doing("the making of the state");
        TState state = default!;
        SynchronousWait.For(MakeAsync());

        Doing("an operation");
        foreach (var operation in scenario.Operations) scheduler.Add(operation.Name, () => operation.Body(state));
        scheduler.Run(() =>
        {
            foreach (var invariant in scenario.Invariants) invariant(state);
            Interlocked.Increment(ref _progress);
        });
        if (!strategy.Fits) throw scheduler.Failed(InterleavingFailure.Diverged, "The operations ended before the schedule did.");
        _distinct.Add(scheduler.Schedule);

        Doing("the check");
        try
        {
            SynchronousWait.For(scenario.CheckAllAsync(state));
        }
        catch (Exception broken)
        {
            throw scheduler.Failed(InterleavingFailure.Check, $"The check failed: {broken.Message}", broken);
        }

        async Task MakeAsync() => state = await scenario.Create();
    }

    private void Doing(string what)
    {
        _doing = what;
        Interlocked.Increment(ref _progress);
    }

    private InterleavingException Hung()
    {
        // Its thread is inside a step, so what it recorded up to there stands still.
        var doing = _scheduler?.Running is { } operation ? $"'{operation.Name}'" : _doing;
        var text = $"Hung: {doing} blocked its thread for longer than {limits.Watchdog}.";
        return _scheduler?.Failed(InterleavingFailure.Hung, text) ?? new InterleavingException(InterleavingFailure.Hung, "", text);
    }
}
