namespace Holdfast.Verification;

/// <summary>
/// Gives each state of a search a number and remembers what each call does in each: states are hashed once, and configurations are
/// compared by number.
/// </summary>
internal sealed class StateTable<TState, TOperation, TOutcome>(
    SequentialModel<TState, TOperation, TOutcome> model, IReadOnlyList<HistoryEntry<TOperation, TOutcome>> calls)
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
        // An unknown call that changes nothing might as well not have happened, which the search assumes of it anyway.
        var next = end is null
            ? steps.Select(step => NumberOf(step.Next)).Where(number => number != state)
            : steps.Where(step => model.Matches(step.Outcome, outcome!)).Select(step => NumberOf(step.Next));
        return _successors[(state, call)] = [.. next.Distinct()];
    }

    public bool IsPure(int call) => calls[call].End is not null && model.IsPure(calls[call].Operation, calls[call].Outcome!);
}
