namespace Holdfast.Time;

/// <summary>
/// The one clock of a process's sessions: UTC as read once at the start, carried forward by the monotonic timestamp. So a jump
/// of the wall clock neither ends a session nor prolongs one (Invariant 6), and instants taken by one process are comparable.
/// Instants are UTC ticks (100 ns). Safe for all threads.
/// </summary>
internal sealed class SessionClock
{
    private readonly TimeProvider _time;
    private long _utcAtStart;
    private readonly long _timestampAtStart;
    private readonly long _frequency;

    public SessionClock(TimeProvider time)
    {
        Precise = time;
        // The coarse clock stands in for the system's only; a clock that somebody chose is used as it is.
        _time = ReferenceEquals(time, TimeProvider.System) ? CoarseTimeProvider.Instance : time;
        _frequency = _time.TimestampFrequency;
        _utcAtStart = _time.GetUtcNow().UtcTicks;
        _timestampAtStart = _time.GetTimestamp();
    }

    /// <summary>For timers: they follow the same source as the instants.</summary>
    public TimeProvider TimeProvider => _time;

    /// <summary>For durations that somebody measures: the clock that was chosen, which may be finer than the one that sessions go by.</summary>
    public TimeProvider Precise { get; }

    public long Now
    {
        get
        {
            var elapsed = _time.GetTimestamp() - _timestampAtStart;

            // Exact for the two frequencies met in practice; the 128-bit path keeps an odd frequency from overflowing.
            if (_frequency == 1000)
            {
                return _utcAtStart + (elapsed * TimeSpan.TicksPerMillisecond);
            }

            if (_frequency == TimeSpan.TicksPerSecond)
            {
                return _utcAtStart + elapsed;
            }

            return _utcAtStart + (long)((Int128)elapsed * TimeSpan.TicksPerSecond / _frequency);
        }
    }

    /// <summary>
    /// Moves on to an instant that an earlier run has seen already, if the wall clock has gone back since: what expired then must not live
    /// again. Before the first operation, by whoever recovers a store.
    /// </summary>
    public void NotBefore(long ticks) => _utcAtStart += Math.Max(0, ticks - Now);

    public static DateTimeOffset ToInstant(long ticks) => new(ticks, TimeSpan.Zero);
}
