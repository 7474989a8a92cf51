namespace Holdfast.Verification;

/// <summary>
/// Runs a <see cref="Scenario{TState}"/> under chosen orders of its steps, on one thread, so that every failure can be repeated.
/// How, and within which limits, is written on <c>DeterministicScheduler</c>.
/// </summary>
/// <remarks>
/// Each method blocks until it is done and throws <see cref="InterleavingException"/> for the first schedule that fails, with the
/// schedule and its steps in the message. May be called from any thread, and at the same time on several.
/// </remarks>
public static class Interleavings
{
    /// <summary>Runs every possible schedule once. For two or three operations of a few steps.</summary>
    /// <returns>The number of schedules.</returns>
    public static int ExploreAll<TState>(Scenario<TState> scenario, InterleavingLimits? limits = null)
    {
        limits ??= InterleavingLimits.Default;
        return new Exploration<TState>(scenario, new DepthFirstStrategy(), limits, limits.MaxSchedules).Run().Schedules;
    }

    /// <summary>Runs schedules whose picks are random.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="seed">The same seed gives the same schedules.</param>
    /// <param name="schedules">How many to run.</param>
    /// <param name="limits">Bounds; <see cref="InterleavingLimits.MaxSchedules"/> is not used.</param>
    /// <returns>How many of the schedules were different ones.</returns>
    public static int ExploreRandom<TState>(Scenario<TState> scenario, int seed, int schedules, InterleavingLimits? limits = null) =>
        new Exploration<TState>(scenario, new RandomStrategy(seed, schedules), limits ?? InterleavingLimits.Default, int.MaxValue).Run().Distinct;

    /// <summary>
    /// Runs schedules in which random priorities decide, with a few random changes: finds in few schedules what needs one
    /// operation to be held up for long while others run.
    /// </summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="seed">The same seed gives the same schedules.</param>
    /// <param name="schedules">How many to run.</param>
    /// <param name="changes">Priority changes per schedule; a fault that depends on d orderings needs d − 1.</param>
    /// <param name="limits">Bounds; <see cref="InterleavingLimits.MaxSchedules"/> is not used.</param>
    /// <returns>How many of the schedules were different ones.</returns>
    public static int ExplorePriorities<TState>(Scenario<TState> scenario, int seed, int schedules, int changes = 2, InterleavingLimits? limits = null) =>
        new Exploration<TState>(scenario, new PriorityStrategy(seed, schedules, changes), limits ?? InterleavingLimits.Default, int.MaxValue).Run().Distinct;

    /// <summary>Runs the one schedule that a failure named.</summary>
    /// <exception cref="FormatException">The text is not a schedule.</exception>
    public static void Replay<TState>(string schedule, Scenario<TState> scenario, InterleavingLimits? limits = null) =>
        new Exploration<TState>(scenario, new ReplayStrategy(schedule), limits ?? InterleavingLimits.Default, 1).Run();
}
