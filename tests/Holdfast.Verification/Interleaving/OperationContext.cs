namespace Holdfast.Verification;

/// <summary>The synchronization context of one scheduled operation: what is posted to it becomes a step of that operation.</summary>
internal sealed class OperationContext(DeterministicScheduler scheduler, ScheduledOperation operation) : SynchronizationContext
{
    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state)
    {
        var context = ExecutionContext.Capture();
        scheduler.Enqueue(new PendingStep(operation, "await", null, () =>
        {
            if (context is null) d(state);
            else ExecutionContext.Run(context, run => d(run), state);
        }));
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!scheduler.IsOwnThread) throw new NotSupportedException("Send from another thread would wait for a step that only the schedule may choose.");
        d(state);
    }
}
