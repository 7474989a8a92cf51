namespace Holdfast.Verification;

/// <summary>Why a schedule failed.</summary>
public enum InterleavingFailure
{
    /// <summary>The check after the operations, or the invariant after a step, threw.</summary>
    Check,

    /// <summary>An operation threw.</summary>
    Operation,

    /// <summary>Operations are unfinished and none of them can run.</summary>
    Deadlock,

    /// <summary>More steps than <see cref="InterleavingLimits.MaxSteps"/>.</summary>
    Livelock,

    /// <summary>Part of an operation ran on a thread that the scheduler does not control, so no schedule could be replayed.</summary>
    Escaped,

    /// <summary>The same decisions led to different choices, or a schedule does not fit the scenario it is replayed on.</summary>
    Diverged,

    /// <summary>More schedules than <see cref="InterleavingLimits.MaxSchedules"/>: nothing was proved.</summary>
    Unfinished,

    /// <summary>A step blocked its thread for longer than <see cref="InterleavingLimits.Watchdog"/>.</summary>
    Hung,
}
