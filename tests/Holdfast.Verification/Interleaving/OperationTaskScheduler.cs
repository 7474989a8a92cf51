namespace Holdfast.Verification;

/// <summary>The task scheduler of one scheduled operation: a task queued to it becomes a step of that operation.</summary>
internal sealed class OperationTaskScheduler(DeterministicScheduler scheduler, ScheduledOperation operation) : TaskScheduler
{
    public override int MaximumConcurrencyLevel => 1;

    protected override void QueueTask(Task task) =>
        scheduler.Enqueue(new PendingStep(operation, "task", null, () => TryExecuteTask(task), task));

    /// <summary>Only within a step of the same operation: elsewhere running it at once would take a decision away from the schedule.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && scheduler.IsOwnThread && scheduler.Running == operation && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
