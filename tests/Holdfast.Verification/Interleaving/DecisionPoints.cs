namespace Holdfast.Verification;

/// <summary>Where the deterministic scheduler may switch from one operation to another.</summary>
public enum DecisionPoints
{
    /// <summary>
    /// Only at <see cref="Yield.Point"/> and <see cref="Yield.Until"/>. No synchronization context is installed, so an await of an
    /// unfinished task continues inside the step that finishes the task, with or without <c>ConfigureAwait(false)</c>. The mode for
    /// library code. A point after such an await lets others in between the end of the task and what follows it.
    /// </summary>
    Explicit,

    /// <summary>
    /// At every await that has to wait as well, <c>Task.Yield()</c> included, through a synchronization context and a task scheduler.
    /// The mode for code without <c>ConfigureAwait(false)</c>: such an await leaves for the thread pool and is reported.
    /// </summary>
    EveryAwait,
}
