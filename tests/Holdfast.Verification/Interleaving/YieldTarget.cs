namespace Holdfast.Verification;

/// <summary>The operation that the code running now belongs to, and what a yield means to it.</summary>
/// <remarks>
/// It travels with the execution context, so it follows an operation through every await, also through those that ignore the
/// synchronization context, and onto every thread. That is also how an operation that leaves its thread is noticed: the
/// runtime reports each restored context before the code of that context runs.
/// </remarks>
internal abstract class YieldTarget
{
    private static readonly AsyncLocal<YieldTarget?> Flowing = new(static change =>
    {
        if (change.ThreadContextChanged) change.CurrentValue?.RunsOn(Environment.CurrentManagedThreadId);
    });

    public static YieldTarget? Current
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }

    /// <summary>Whether the code may go on at once.</summary>
    public abstract bool TryPass(Func<bool>? condition);

    public abstract void Suspend(string name, Func<bool>? condition, Action continuation);

    /// <summary>Told before code of this operation runs on a thread to which its context was just brought. Must not throw.</summary>
    public abstract void RunsOn(int threadId);
}
