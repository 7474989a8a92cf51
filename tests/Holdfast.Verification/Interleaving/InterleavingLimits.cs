namespace Holdfast.Verification;

/// <summary>What an exploration may cost. Reaching a limit fails it: a search that was cut short has proved nothing.</summary>
public sealed record InterleavingLimits
{
    /// <summary>The limits used when none are given.</summary>
    public static InterleavingLimits Default { get; } = new();

    /// <summary>The most schedules an exhaustive search may run. Default one million.</summary>
    public int MaxSchedules { get; init; } = 1_000_000;

    /// <summary>The most steps of one schedule; more is a livelock. Default 10 000.</summary>
    public int MaxSteps { get; init; } = 10_000;

    /// <summary>
    /// How long a schedule in which nothing can run waits for a part of it that left for the thread pool to show itself. Only decides
    /// between two failures, <see cref="InterleavingFailure.Escaped"/> and <see cref="InterleavingFailure.Deadlock"/>. Default five seconds: a busy pool takes its
    /// time to start a thread.
    /// </summary>
    public TimeSpan WaitForEscapes { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long one step, setup or check may block its thread before the run is given up as hung. A safety bound against a test
    /// run that never ends, not a measurement. Default one minute.
    /// </summary>
    public TimeSpan Watchdog { get; init; } = TimeSpan.FromMinutes(1);
}
