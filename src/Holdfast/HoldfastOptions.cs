namespace Holdfast;

/// <summary>How sessions behave. Validated as a whole at start; every error names the setting, its value and the legal range.</summary>
public sealed class HoldfastOptions
{
    /// <summary>
    /// How long a session lives without use. Default null: what the web framework's own session options say if the application set
    /// them, else 20 minutes. Whole milliseconds, up to 365 days.
    /// </summary>
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>How long a session lives however active it is. Default 24 hours. Whole milliseconds, up to 365 days, not below the idle timeout.</summary>
    public TimeSpan AbsoluteTimeout { get; set; } = Model.Timeouts.DefaultAbsolute;

    /// <summary>
    /// How often ended and expired sessions are tidied away. Default 60 s, range 1 s to 1 h. Only memory and totals wait for it: whether a
    /// session has expired is decided at every use.
    /// </summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long an ended session's record is kept, so that late requests are told why it ended. Default 10 minutes, range 1 s to 30 days.
    /// Must outlast the longest request.
    /// </summary>
    public TimeSpan EndedRetention { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a read-modify-write is run again when somebody else was first. Default 64, range 1 to 10 000.</summary>
    public int MaxUpdateAttempts { get; set; } = 64;

    /// <summary>What happens when two requests write the same key.</summary>
    public ConflictRules Conflicts { get; } = new();

    /// <summary>Sizes and counts of one session.</summary>
    public SessionLimits Limits { get; } = new();

    internal TimeSpan EffectiveIdleTimeout =>
        IdleTimeout ?? (AbsoluteTimeout < Model.Timeouts.DefaultIdle ? AbsoluteTimeout : Model.Timeouts.DefaultIdle);
}
