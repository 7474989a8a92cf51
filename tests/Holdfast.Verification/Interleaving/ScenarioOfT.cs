namespace Holdfast.Verification;

/// <summary>
/// Operations that run at the same time on one state, and what must hold. Described once, run by every interleaving
/// (<see cref="Interleavings"/>) and on real threads (<see cref="RealThreads"/>).
/// </summary>
/// <remarks>
/// The making of the state and the checks run alone: a <see cref="Yield.Point"/> that they reach is passed. Operations that share
/// anything but the state, such as a static counter, make schedules unrepeatable, which is reported as
/// <see cref="InterleavingFailure.Diverged"/>. Not thread-safe while it is being described.
/// </remarks>
public sealed class Scenario<TState>
{
    private readonly List<NamedOperation> _operations = [];
    private readonly List<Func<TState, Task>> _checks = [];
    private readonly List<Action<TState>> _invariants = [];

    internal Scenario(Func<Task<TState>> create) => Create = create;

    internal Func<Task<TState>> Create { get; }

    internal IReadOnlyList<NamedOperation> Operations => _operations;

    internal IReadOnlyList<Func<TState, Task>> Checks => _checks;

    internal IReadOnlyList<Action<TState>> Invariants => _invariants;

    internal DecisionPoints DecisionPoints { get; private set; }

    /// <summary>Adds an operation. All of them start together.</summary>
    /// <param name="name">Names it in failures.</param>
    /// <param name="body">What it does; its failure fails the scenario.</param>
    public Scenario<TState> Operation(string name, Func<TState, Task> body)
    {
        _operations.Add(new NamedOperation(name, body));
        return this;
    }

    /// <summary>Adds a check of the state after all operations have ended; it fails by throwing.</summary>
    public Scenario<TState> Check(Func<TState, Task> check)
    {
        _checks.Add(check);
        return this;
    }

    /// <inheritdoc cref="Check(Func{TState, Task})"/>
    public Scenario<TState> Check(Action<TState> check) => Check(state =>
    {
        check(state);
        return Task.CompletedTask;
    });

    /// <summary>Adds an invariant that must hold after every step of a schedule, while operations are half done. Real threads have no
    /// steps: there it is checked with the rest at the end of a round.</summary>
    public Scenario<TState> Always(Action<TState> invariant)
    {
        _invariants.Add(invariant);
        return this;
    }

    /// <summary>Chooses where operations may be switched. Default <see cref="DecisionPoints.Explicit"/>.</summary>
    public Scenario<TState> SwitchAt(DecisionPoints points)
    {
        DecisionPoints = points;
        return this;
    }

    internal async Task CheckAllAsync(TState state)
    {
        foreach (var invariant in _invariants) invariant(state);
        foreach (var check in _checks) await check(state);
    }

    internal sealed record NamedOperation(string Name, Func<TState, Task> Body);
}
