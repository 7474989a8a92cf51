namespace Holdfast.Verification;

/// <summary>
/// Gives each state of a search a number and remembers what each call does in each: states are hashed once, and configurations are
/// compared by number.
/// </summary>
internal sealed class StateTable<TState, TOperation, TOutcome>(
    SequentialModel<TState, TOperation, TOutcome> model, IReadOnlyList<HistoryEntry<TOperation, TOutcome>> calls, IReadOnlyList<bool> answered)
    where TState : IEquatable<TState>
{
    private readonly List<TState> _states = [];
    private readonly Dictionary<TState, int> _numbers = [];
    private readonly Dictionary<(int State, int Call), int[]> _successors = [];

    public TState this[int number] => _states[number];

    public int NumberOf(TState state)
    {
        if (_numbers.TryGetValue(state, out var known)) return known;
        _numbers.Add(state, _states.Count);
        _states.Add(state);
        return _states.Count - 1;
    }

    /// <summary>The states in which the call may leave the object while answering what was observed; none when it cannot come next.</summary>
    public int[] Successors(int state, int call)
    {
        if (_successors.TryGetValue((state, call), out var known)) return known;
        var (_, operation, _, end, outcome) = calls[call];
        var steps = model.StepsFrom(_states[state], operation);
        var next = steps.Where(step => !answered[call] || model.Matches(step.Outcome, outcome!)).Select(step => NumberOf(step.Next));
        // A call that need not have happened and changes nothing is not worth a step.
        if (end is null) next = next.Where(number => number != state);
        return _successors[(state, call)] = [.. next.Distinct()];
    }

    public bool IsPure(int call) => calls[call].End is not null && model.IsPure(calls[call].Operation, calls[call].Outcome!);
}
