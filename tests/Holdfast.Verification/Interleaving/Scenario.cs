namespace Holdfast.Verification;

/// <summary>Begins the description of a concurrent scenario.</summary>
public static class Scenario
{
    /// <summary>A scenario on a fresh <typeparamref name="TState"/> for each schedule.</summary>
    public static Scenario<TState> Of<TState>(Func<TState> create) => new(() => Task.FromResult(create()));

    /// <summary>As <see cref="Of{TState}(Func{TState})"/>, for a state whose making is asynchronous.</summary>
    public static Scenario<TState> Of<TState>(Func<Task<TState>> create) => new(create);
}
