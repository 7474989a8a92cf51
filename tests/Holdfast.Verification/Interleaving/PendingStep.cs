namespace Holdfast.Verification;

/// <summary>A continuation put aside until the strategy picks it: an action, or a task queued on an operation's task scheduler.</summary>
internal sealed class PendingStep(ScheduledOperation operation, string name, Func<bool>? condition, Action resume, Task? task = null)
{
    public const string Start = "start";

    public ScheduledOperation Operation { get; } = operation;

    public string Name { get; } = name;

    public Func<bool>? Condition { get; } = condition;

    public Action Resume { get; } = resume;

    public Task? Task { get; } = task;

    public long Arrival { get; set; }

    public override string ToString() => Name == Start ? $"{Operation.Name} starts" : $"{Operation.Name} goes on from '{Name}'";
}
