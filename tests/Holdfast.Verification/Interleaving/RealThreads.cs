namespace Holdfast.Verification;

/// <summary>
/// Runs the operations of a scenario on real threads, many times over: for the races inside synchronous code and the orderings of
/// memory that the deterministic scheduler cannot see.
/// </summary>
/// <remarks>
/// Each operation has a thread of its own. In each round all of them are released by one barrier, start after a short random delay, and
/// are awaited; then the checks run. The seed repeats the delays but not what the operating system does with them, so a failure
/// here is evidence without a replay; a passing run is evidence only in numbers.
/// </remarks>
public static class RealThreads
{
    /// <summary>Races the operations of a scenario against one another.</summary>
    /// <param name="scenario">What to run; each round has a fresh state.</param>
    /// <param name="rounds">How many times; at least 1.</param>
    /// <param name="seed">Decides the random delays; printed on failure.</param>
    /// <param name="watchdog">How long one round may take before it counts as hung; a safety bound. Default one minute.</param>
    /// <exception cref="RaceException">An operation or a check failed, or a round hung.</exception>
    public static void Race<TState>(Scenario<TState> scenario, int rounds, int seed, TimeSpan? watchdog = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        // This thread blocks while the state is made: nothing of that may wait for the caller's context.
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            using var race = new Race<TState>(scenario, seed, watchdog ?? TimeSpan.FromMinutes(1));
            for (var round = 0; round < rounds; round++) race.RunRound(round);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }
}
