namespace Holdfast.Verification;

/// <summary>How time acts on the model's session.</summary>
internal static class ModelClock
{
    public const string IdleTimeout = "idle_timeout";
    public const string AbsoluteTimeout = "absolute_timeout";

    /// <summary>The clock moves on, never back; what is due then is over.</summary>
    public static ModelState MoveTo(ModelState state, TimeSpan instant)
    {
        if (instant <= state.Now) return state;
        var moved = state with { Now = instant };
        if (moved.GraceEnds <= instant) moved = moved with { GraceSecret = null, GraceEnds = null };
        if (moved.Phase != ModelPhase.Live) return moved;
        // The deadline that came first is the reason. The idle one never lies beyond the absolute one; where they are equal it is the absolute.
        var idleIsDue = moved.IdleDeadline <= instant && !(moved.AbsoluteDeadline <= moved.IdleDeadline);
        if (idleIsDue) return moved.End(IdleTimeout);
        return moved.AbsoluteDeadline <= instant ? moved.End(AbsoluteTimeout) : moved;
    }

    /// <summary>A use moves the idle deadline forward, never past the absolute one.</summary>
    public static ModelState Use(ModelState state, TimeSpan idle)
    {
        var deadline = state.Now + idle;
        if (state.AbsoluteDeadline < deadline) deadline = state.AbsoluteDeadline.Value;
        return state with { IdleDeadline = deadline };
    }
}
