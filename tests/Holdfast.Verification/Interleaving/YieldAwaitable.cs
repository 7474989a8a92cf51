using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Holdfast.Verification;

/// <summary>What <see cref="Yield"/> returns: to be awaited at once, once.</summary>
/// <remarks>It continues where the scheduler says, whatever the synchronization context, so it needs no <c>ConfigureAwait</c>.</remarks>
public readonly struct YieldAwaitable : ICriticalNotifyCompletion
{
    private readonly YieldTarget? _target;
    private readonly string _name;
    private readonly Func<bool>? _condition;

    internal YieldAwaitable(YieldTarget? target, string name, Func<bool>? condition)
    {
        _target = target;
        _name = name;
        _condition = condition;
    }

    /// <summary>For the compiler.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool IsCompleted => _target is null || _target.TryPass(_condition);

    /// <summary>For the compiler.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public YieldAwaitable GetAwaiter() => this;

    /// <summary>For the compiler.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void GetResult()
    {
        if (_target is null && _condition is not null && !_condition())
            throw new InvalidOperationException($"'{_name}' waits for something that nothing can bring about outside of a scenario.");
    }

    /// <summary>For the compiler.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void OnCompleted(Action continuation)
    {
        // The compiler's own builders bring the execution context along; whoever calls this by hand must get it too.
        var context = ExecutionContext.Capture();
        UnsafeOnCompleted(context is null ? continuation : () => ExecutionContext.Run(context, static run => ((Action)run!)(), continuation));
    }

    /// <summary>For the compiler.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void UnsafeOnCompleted(Action continuation) => _target!.Suspend(_name, _condition, continuation);
}
