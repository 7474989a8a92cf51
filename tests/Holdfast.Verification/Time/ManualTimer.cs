namespace Holdfast.Verification;

/// <summary>A timer of a <see cref="ManualTimeProvider"/>. Its fields belong to the provider's lock.</summary>
internal sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private int _running;
    private TaskCompletionSource? _quiet;

    public static IComparer<ManualTimer> DueOrder { get; } = Comparer<ManualTimer>.Create(static (one, other) =>
        one.DueTicks != other.DueTicks ? one.DueTicks.CompareTo(other.DueTicks) : one.Arming.CompareTo(other.Arming));

    public long DueTicks { get; set; }

    public long Arming { get; set; }

    public long PeriodTicks { get; set; }

    public long FiredAtTicks { get; private set; }

    public bool IsDisposed { get; private set; }

    public static void CheckRange(TimeSpan value, string name)
    {
        if (value == Timeout.InfiniteTimeSpan) return;
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Longest, name);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period) => clock.Arm(this, dueTime, period);

    public void Dispose() => clock.Disarm(this);

    /// <summary>Completes when no callback of this timer is running any more, so never when awaited inside that callback.</summary>
    public ValueTask DisposeAsync() => clock.Disarm(this) is { } quiet ? new ValueTask(quiet.Task) : ValueTask.CompletedTask;

    public void Fire()
    {
        try
        {
            if (_context is null) callback(state);
            else ExecutionContext.Run(_context, static timer => ((ManualTimer)timer!).Call(), this);
        }
        finally
        {
            clock.Finished(this);
        }
    }

    public void CallbackStartsLocked(long instant)
    {
        FiredAtTicks = instant;
        _running++;
    }

    public void CallbackFinishedLocked()
    {
        if (--_running == 0) _quiet?.TrySetResult();
    }

    /// <returns>What is completed when the last running callback has ended; null when none runs.</returns>
    public TaskCompletionSource? DisposeLocked()
    {
        IsDisposed = true;
        // Its continuations must not run under the provider's lock, where it is completed.
        if (_running > 0) _quiet ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _running > 0 ? _quiet : null;
    }

    private void Call() => callback(state);
}
