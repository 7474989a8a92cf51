namespace Holdfast.Verification;

/// <summary>One operation of a schedule: the target of its yields, and the context in which its steps run.</summary>
internal sealed class ScheduledOperation : YieldTarget
{
    private readonly DeterministicScheduler _scheduler;
    private readonly OperationContext _context;
    private readonly OperationTaskScheduler _tasks;
    private readonly TaskCompletionSource _unstarted = new();

    public ScheduledOperation(DeterministicScheduler scheduler, int index, string name)
    {
        _scheduler = scheduler;
        Index = index;
        Name = name;
        _context = new OperationContext(scheduler, this);
        _tasks = new OperationTaskScheduler(scheduler, this);
        Completion = _unstarted.Task;
    }

    public int Index { get; }

    public string Name { get; }

    public Task Completion { get; private set; }

    /// <summary>An exception that left a step instead of faulting a task, as that of an <c>async void</c> method does.</summary>
    public Exception? Stray { get; private set; }

    public void Start(Func<Task> body)
    {
        // In a context of its own, so that the mark of this operation stays with the operation.
        ExecutionContext.Run(
            ExecutionContext.Capture()!,
            _ =>
            {
                Current = this;
                try
                {
                    Completion = body();
                }
                catch (Exception thrown)
                {
                    Completion = Task.FromException(thrown);
                }
            },
            null);
    }

    public void Run(PendingStep step, DecisionPoints points)
    {
        var outer = SynchronizationContext.Current;
        try
        {
            if (points == DecisionPoints.EveryAwait) RunInContext(step);
            else step.Resume();
        }
        catch (Exception thrown)
        {
            Stray = thrown;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    public override bool TryPass(Func<bool>? condition) => false;

    public override void Suspend(string name, Func<bool>? condition, Action continuation) =>
        _scheduler.Enqueue(new PendingStep(this, name, condition, continuation));

    public override void RunsOn(int threadId) => _scheduler.NoteThread(this, threadId);

    private void RunInContext(PendingStep step)
    {
        SynchronizationContext.SetSynchronizationContext(_context);
        if (step.Task is not null)
        {
            step.Resume();
            return;
        }

        // Inside a task of this operation's scheduler, so that tasks which the step starts are queued there too.
        var task = new Task(step.Resume);
        task.RunSynchronously(_tasks);
        if (task.Exception is { } thrown) Stray = thrown.InnerException;
    }
}
