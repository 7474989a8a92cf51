namespace Holdfast.Verification;

/// <summary>
/// A clock that stands still until a test moves it. The wall clock (<see cref="GetUtcNow"/>) and the monotonic clock
/// (<see cref="GetTimestamp"/>) are two clocks: <see cref="Advance"/> moves both, <see cref="MoveWallClock"/> and
/// <see cref="SetUtcNow"/> only the first, <see cref="AdvanceMonotonic"/> only the second. Timers follow the monotonic clock, as
/// those of the system do, so a jump of the wall clock neither fires nor delays one.
/// </summary>
/// <remarks>
/// <para>Timers fire inside the call that moves the monotonic clock, on its thread, one after another in order of due time and,
/// where that is equal, in the order in which they were armed. Each callback sees both clocks at exactly its due time. Nothing
/// fires inside <see cref="CreateTimer"/> or <see cref="ITimer.Change"/>, not even with a due time of zero: a real timer never calls
/// back on the stack of the code that arms it, where it would pass that code's locks. Such a timer fires with the next advance,
/// for which <c>Advance(TimeSpan.Zero)</c> is enough.</para>
/// <para>All members may be called from any thread and from callbacks; no lock is held while a callback runs. An advance made inside
/// a callback (or at the same time on another thread) starts at the present instant and runs to its own target; the outer
/// one then goes on to its own target, unless that has already passed. An exception of a callback leaves through the
/// advance that fired it, with the clock at the timer's due time and every other timer still armed.</para>
/// </remarks>
public sealed class ManualTimeProvider : TimeProvider
{
    /// <summary>
    /// Seven timestamp units per tick. A whole multiple of ten million is the only kind of frequency at which
    /// <see cref="TimeProvider.GetElapsedTime(long, long)"/> is exact between any two instants: it cuts fractions off, so N steps of
    /// one tick must add up to at least N and less than N + 1 ticks for every N, which leaves no room for a remainder. Within those, seven
    /// differs from every factor that code might assume by mistake: 1 (ticks), 100 (nanoseconds), any power of two or ten.
    /// </summary>
    public const long DefaultTimestampFrequency = 7 * TimeSpan.TicksPerSecond;

    /// <summary>The first timestamp unless another is asked for: a machine up for some days, not zero, which code may take for "never".</summary>
    public const long DefaultFirstTimestamp = 20_160_000_000_123;

    private const int MostFiringsAtOneInstant = 1_000_000;

    private readonly Lock _gate = new();
    private readonly SortedSet<ManualTimer> _armed = new(ManualTimer.DueOrder);
    private readonly long _frequency;
    private readonly long _firstTimestamp;
    private long _elapsedTicks;
    private long _wallAheadTicks;
    private long _lastArming;

    /// <param name="start">The first instant of the wall clock. Default: 1 January 2026, 00:00 UTC.</param>
    /// <param name="timestampFrequency">Timestamp units per second, at least 1. A frequency such as 10_000_019 or 3 shows how code copes
    /// with rounding; elapsed times may then come out up to one unit short.</param>
    /// <param name="firstTimestamp">The first timestamp; any value, e.g. one close to a 32-bit boundary of milliseconds.</param>
    public ManualTimeProvider(
        DateTimeOffset? start = null,
        long timestampFrequency = DefaultTimestampFrequency,
        long firstTimestamp = DefaultFirstTimestamp)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timestampFrequency, 1);
        _frequency = timestampFrequency;
        _firstTimestamp = firstTimestamp;
        _wallAheadTicks = (start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).UtcTicks;
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => _frequency;

    /// <summary>UTC, whatever the machine is set to.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers are armed: created or changed with a due time, not yet fired for good and not disposed.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_gate) return _armed.Count;
        }
    }

    /// <summary>How far the monotonic clock is from the next timer; zero when one is due now, null when none is armed.</summary>
    public TimeSpan? UntilNextTimer
    {
        get
        {
            lock (_gate) return _armed.Min is { } next ? TimeSpan.FromTicks(Math.Max(0, next.DueTicks - _elapsedTicks)) : null;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return new DateTimeOffset(_elapsedTicks + _wallAheadTicks, TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate) return checked(_firstTimestamp + (long)((Int128)_elapsedTicks * _frequency / TimeSpan.TicksPerSecond));
    }

    /// <summary>Time passes: moves both clocks forward by <paramref name="by"/> and fires the timers that fall due.</summary>
    /// <param name="by">Zero or more; exact to the tick.</param>
    public void Advance(TimeSpan by) => MoveMonotonic(by, wallFollows: true);

    /// <summary>Moves only the monotonic clock forward and fires the timers that fall due; the wall clock stands still.</summary>
    /// <param name="by">Zero or more; exact to the tick.</param>
    public void AdvanceMonotonic(TimeSpan by) => MoveMonotonic(by, wallFollows: false);

    /// <summary>Advances both clocks to the next timer and fires what is due there.</summary>
    /// <returns>False, with nothing moved, when no timer is armed.</returns>
    public bool AdvanceToNextTimer()
    {
        if (UntilNextTimer is not { } wait) return false;
        Advance(wait);
        return true;
    }

    /// <summary>Moves only the wall clock, forward or back. Fires nothing.</summary>
    public void MoveWallClock(TimeSpan by)
    {
        lock (_gate) _wallAheadTicks = (new DateTimeOffset(_elapsedTicks + _wallAheadTicks, TimeSpan.Zero) + by).Ticks - _elapsedTicks;
    }

    /// <summary>Sets only the wall clock, forward or back. Fires nothing.</summary>
    public void SetUtcNow(DateTimeOffset instant)
    {
        lock (_gate) _wallAheadTicks = instant.UtcTicks - _elapsedTicks;
    }

    /// <summary>Creates a timer of this clock, with the argument rules of the system's timers but exact to the tick.</summary>
    /// <param name="callback">Runs in the execution context that is current here, on the thread that advances the clock.</param>
    /// <param name="state">Handed to the callback.</param>
    /// <param name="dueTime">From now; zero means with the next advance, <see cref="Timeout.InfiniteTimeSpan"/> not armed.</param>
    /// <param name="period">From one due time to the next; zero or <see cref="Timeout.InfiniteTimeSpan"/> fires once.</param>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        Arm(timer, dueTime, period);
        return timer;
    }

    internal bool Arm(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer.CheckRange(dueTime, nameof(dueTime));
        ManualTimer.CheckRange(period, nameof(period));
        lock (_gate)
        {
            if (timer.IsDisposed) return false;
            _armed.Remove(timer);
            timer.PeriodTicks = Math.Max(0, period.Ticks);
            if (dueTime != Timeout.InfiniteTimeSpan) ArmLocked(timer, _elapsedTicks + dueTime.Ticks);
            return true;
        }
    }

    internal TaskCompletionSource? Disarm(ManualTimer timer)
    {
        lock (_gate)
        {
            _armed.Remove(timer);
            return timer.DisposeLocked();
        }
    }

    internal void Finished(ManualTimer timer)
    {
        lock (_gate) timer.CallbackFinishedLocked();
    }

    private void MoveMonotonic(TimeSpan by, bool wallFollows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var firings = 0;
        var (target, instant) = (-1L, -1L);
        while (TakeDue(by, ref target, wallFollows) is { } timer)
        {
            firings = timer.FiredAtTicks == instant ? firings + 1 : 0;
            instant = timer.FiredAtTicks;
            timer.Fire();
            if (firings >= MostFiringsAtOneInstant)
                throw new InvalidOperationException($"More than {MostFiringsAtOneInstant} timer callbacks at one instant: a callback re-arms its timer without letting time pass.");
        }
    }

    private ManualTimer? TakeDue(TimeSpan by, ref long target, bool wallFollows)
    {
        lock (_gate)
        {
            // Found under the lock under which the clock then moves, so that advances without timers between them add up.
            if (target < 0)
            {
                if (wallFollows) ArgumentOutOfRangeException.ThrowIfGreaterThan(by.Ticks, DateTime.MaxValue.Ticks - _elapsedTicks - _wallAheadTicks, nameof(by));
                target = checked(_elapsedTicks + by.Ticks);
            }

            var next = _armed.Min is { } first && first.DueTicks <= target ? first : null;
            var instant = Math.Max(_elapsedTicks, next?.DueTicks ?? target);
            if (!wallFollows) _wallAheadTicks -= instant - _elapsedTicks;
            _elapsedTicks = instant;
            if (next is null) return null;

            // Re-armed before it runs, so that its own Change or Dispose has the last word.
            _armed.Remove(next);
            next.CallbackStartsLocked(instant);
            if (next.PeriodTicks > 0) ArmLocked(next, next.DueTicks + next.PeriodTicks);
            return next;
        }
    }

    private void ArmLocked(ManualTimer timer, long dueTicks)
    {
        // The set is ordered by these two, so they change only while the timer is outside it.
        timer.DueTicks = dueTicks;
        timer.Arming = ++_lastArming;
        _armed.Add(timer);
    }
}
