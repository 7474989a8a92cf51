namespace Holdfast.Verification;

/// <summary>
/// Points at which a test lets other operations in: around each call of a store, between a load and an apply. Under
/// <see cref="Interleavings"/> each is a decision of the schedule; under <see cref="RealThreads"/> a small random delay; anywhere else
/// it costs nothing, so wrappers may contain points always.
/// </summary>
public static class Yield
{
    /// <summary>Lets other operations run here.</summary>
    /// <param name="name">Names the place in failures.</param>
    public static YieldAwaitable Point(string name) => new(YieldTarget.Current, name, null);

    /// <summary>
    /// Lets other operations run here, and waits until <paramref name="condition"/> holds. The way to wait for another operation that
    /// the scheduler can see: it knows who waits for what, and reports a deadlock by these names.
    /// </summary>
    /// <param name="name">Names the place in failures.</param>
    /// <param name="condition">Free of effects; asked again before every step.</param>
    /// <exception cref="InvalidOperationException">Awaited outside of a scenario while the condition does not hold.</exception>
    public static YieldAwaitable Until(string name, Func<bool> condition) => new(YieldTarget.Current, name, condition);
}
