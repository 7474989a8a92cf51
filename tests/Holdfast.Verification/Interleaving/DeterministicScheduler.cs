using System.Globalization;
using System.Text;

namespace Holdfast.Verification;

/// <summary>Runs the operations of one schedule on the calling thread, one step at a time.</summary>
/// <remarks>
/// <para><b>What a step is.</b> An operation runs undisturbed from one decision point to the next. At a decision point its continuation
/// is not run but put aside; when the step returns, everything put aside that could run now is offered to the strategy, which
/// picks one. Nothing else runs operations, so the picks are the only difference between two runs and a list of picks is a complete
/// description of one: it can be printed, replayed, and varied systematically.</para>
/// <para><b>Why exhaustive search is exhaustive.</b> A run is a path in the tree of picks. The depth-first strategy repeats the last path up to
/// its deepest pick with an untried alternative, takes that, and follows first choices from there; so it visits every leaf
/// once, provided that the same picks always lead to the same choices. That is not assumed but compared on every repeated step.</para>
/// <para><b>How an operation is kept here.</b> By default no synchronization context is installed. An await of a task that another
/// operation finishes then continues inside that operation's step, because the runtime continues inline where neither a context nor a
/// task scheduler is current; library code with <c>ConfigureAwait(false)</c> behaves no differently. With
/// <see cref="DecisionPoints.EveryAwait"/> each operation has a context and a task scheduler, which turn every waiting await into a
/// decision; there the same runtime rule sends <c>ConfigureAwait(false)</c> to the thread pool. Whatever leaves (that, a
/// <c>Task.Run</c>, a task completion source that runs its continuations asynchronously) brings its execution context to the other
/// thread, is noticed there before it runs, and fails the schedule: a schedule is either controlled or reported, never silently neither.</para>
/// <para><b>Stuck states.</b> When operations are unfinished and nothing can run, no later event can change that, since all events are
/// steps; so it is a deadlock. Only work on the thread pool could still arrive; it is given the time to show itself as an escape,
/// so that the report names the real cause; either way the schedule fails.</para>
/// <para><b>Limits.</b> Switches happen at decision points only: races inside synchronous code are invisible here and belong on
/// real threads. Memory is sequentially consistent, since there is one thread. The number of schedules is multinomial in
/// the number of steps: two operations of 6 steps have 924, three of 5 steps 756 756. Continuations that a finished scenario leaves waiting
/// for a condition are dropped.</para>
/// </remarks>
internal sealed class DeterministicScheduler(ScheduleStrategy strategy, DecisionPoints points, InterleavingLimits limits) : IDisposable
{
    private readonly int _thread = Environment.CurrentManagedThreadId;

    // Only the scheduler's own thread; the watchdog reads them when that thread is stuck.
    private readonly List<ScheduledOperation> _operations = [];
    private readonly List<int> _picks = [];
    private readonly List<PendingStep> _taken = [];

    // Any thread: what escaped may still put a step aside or be noticed.
    private readonly Lock _gate = new();
    private readonly List<PendingStep> _pending = [];
    private long _arrivals;
    private readonly ManualResetEventSlim _anEscape = new();
    private volatile ScheduledOperation? _escaped;
    private bool _disposed;

    /// <summary>The operation whose step is running. Read by the watchdog too.</summary>
    public ScheduledOperation? Running { get; private set; }

    public string Schedule => string.Join('.', _picks);

    public int Steps => _picks.Count;

    public bool IsOwnThread => Environment.CurrentManagedThreadId == _thread;

    public void Add(string name, Func<Task> body)
    {
        var operation = new ScheduledOperation(this, _operations.Count, name);
        _operations.Add(operation);
        Enqueue(new PendingStep(operation, PendingStep.Start, null, () => operation.Start(body)));
    }

    public void Enqueue(PendingStep step)
    {
        NoteThread(step.Operation, Environment.CurrentManagedThreadId);
        lock (_gate)
        {
            step.Arrival = ++_arrivals;
            _pending.Add(step);
        }
    }

    public void NoteThread(ScheduledOperation operation, int threadId)
    {
        if (threadId == _thread) return;
        _escaped = operation;
        lock (_gate)
        {
            // What escaped may come back when the run is over.
            if (!_disposed) _anEscape.Set();
        }
    }

    /// <summary>Runs every operation to its end, with <paramref name="invariant"/> after each step.</summary>
    public void Run(Action invariant)
    {
        while (TakeNext() is { } step)
        {
            Running = step.Operation;
            Running.Run(step, points);
            Running = null;
            FailIfAnOperationFailed();
            try
            {
                invariant();
            }
            catch (Exception broken)
            {
                throw Failed(InterleavingFailure.Check, $"An invariant does not hold after step {Steps}: {broken.Message}", broken);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate) _disposed = true;
        _anEscape.Dispose();
    }

    public InterleavingException Failed(InterleavingFailure failure, string what, Exception? inner = null)
    {
        var text = new StringBuilder(what).AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Schedule \"{Schedule}\" ({strategy.Description}); Interleavings.Replay(\"{Schedule}\", scenario) repeats it:");
        for (var i = 0; i < _taken.Count; i++) text.AppendLine(CultureInfo.InvariantCulture, $"  {i + 1,3}. {_taken[i]}");
        foreach (var operation in _operations.Where(operation => !operation.Completion.IsCompleted))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {operation.Name} {WhereIs(operation)}");
        return new InterleavingException(failure, Schedule, text.ToString(), inner);
    }

    private PendingStep? TakeNext()
    {
        FailIfEscaped();
        var ready = Ready();
        if (ready.Count == 0)
        {
            if (_operations.TrueForAll(operation => operation.Completion.IsCompleted)) return null;
            _anEscape.Wait(limits.WaitForEscapes);
            FailIfEscaped();
            throw Failed(InterleavingFailure.Deadlock, "Deadlock: nothing can run, and not every operation has ended.");
        }

        if (Steps == limits.MaxSteps) throw Failed(InterleavingFailure.Livelock, $"More than {limits.MaxSteps} steps without an end.");
        var pick = strategy.Choose(ready.ConvertAll(step => step.Operation.Index));
        if (pick is not { } place)
            throw Failed(InterleavingFailure.Diverged, $"At step {Steps + 1} the choices are not those of the schedule: the operations depend on something besides the state and the schedule, or the schedule is another scenario's.");
        var chosen = ready[place];
        _picks.Add(place);
        _taken.Add(chosen);
        lock (_gate) _pending.Remove(chosen);
        return chosen;
    }

    private List<PendingStep> Ready()
    {
        PendingStep[] waiting;
        lock (_gate) waiting = [.. _pending];
        try
        {
            // Sorted, so that a place in the list means the same in every run.
            return [.. waiting.Where(step => step.Condition is null || step.Condition()).OrderBy(step => step.Operation.Index).ThenBy(step => step.Arrival)];
        }
        catch (Exception thrown)
        {
            throw Failed(InterleavingFailure.Operation, $"A condition threw: {thrown.Message}", thrown);
        }
    }

    private void FailIfEscaped()
    {
        if (_escaped is not { } operation) return;
        var remedy = points == DecisionPoints.Explicit
            ? "Use Yield.Point and Yield.Until instead of Task.Yield, Task.Run and completion sources that run continuations asynchronously"
            : "Await without ConfigureAwait(false), or use DecisionPoints.Explicit";
        throw Failed(InterleavingFailure.Escaped, $"Part of '{operation.Name}' ran on a thread that the scheduler does not control, so this schedule cannot be repeated. {remedy}.");
    }

    private void FailIfAnOperationFailed()
    {
        foreach (var operation in _operations)
        {
            var thrown = operation.Stray ?? operation.Completion.Exception?.InnerException;
            if (thrown is null && operation.Completion.IsCanceled) thrown = new OperationCanceledException();
            if (thrown is not null) throw Failed(InterleavingFailure.Operation, $"'{operation.Name}' failed: {thrown.GetType().Name}: {thrown.Message}", thrown);
        }
    }

    private string WhereIs(ScheduledOperation operation)
    {
        lock (_gate)
        {
            var places = _pending.Where(step => step.Operation == operation)
                .Select(step => step.Condition is null ? $"could go on from '{step.Name}'" : $"waits at '{step.Name}'").ToList();
            return places.Count > 0 ? string.Join(" and ", places) : "waits for a task that nothing has finished";
        }
    }
}
