namespace Holdfast.Verification;

/// <summary>Looks for an order of one history, within a budget of steps. Run once, by one thread.</summary>
/// <remarks>
/// <para><b>The search</b> (Wing and Gong 1993). All invocations and completions stand in one list. A call may come next in the order
/// when no call still in the list completed before it was made: the invocations in front of the first completion. The
/// search takes such a call whose observed outcome the model allows in the present state, removes it, goes on in the state it leaves, and
/// starts at the head of the list again. When it meets a completion, the call that completed there had to be ordered by now and was not;
/// it undoes the last choice and tries the next. It succeeds when every call with a known outcome is ordered.</para>
/// <para><b>Memory</b> (Lowe 2017). What is still possible depends only on which calls have been ordered and on the state, not
/// on how they were ordered. So each such pair is entered once. Pairs are compared exactly, not by a hash alone: a false match would
/// turn into a false verdict. Without this, calls that commute cost a factorial; with it, two to the number of overlapping calls at worst.</para>
/// <para><b>Unknown outcomes.</b> A call without completion never blocks and need not be ordered. It may be taken at any time after its
/// invocation, with any effect that the model gives it.</para>
/// <para><b>Pure calls.</b> A read or refusal that is possible now is taken without trying the alternatives. Nothing is lost: in any
/// order that places it later it can be moved here, for all that had to precede it has been ordered, and being pure it changes nothing for
/// the calls it moves past.</para>
/// <para><b>Why the verdicts are right.</b> Success comes with an order that can be checked against the model. A violation is reported only when
/// every alternative not excluded by the two arguments above was tried. The search is iterative, so long histories do not exhaust
/// the stack, and counts every call it tries, so it ends.</para>
/// <para><b>Limits.</b> Overlapping calls whose outcomes fit any order (blind writes, many unknowns) cost exponentially; outcomes that carry
/// versions or values cut this down to almost nothing.</para>
/// </remarks>
internal sealed class LinearizabilitySearch<TState, TOperation, TOutcome>
    where TState : IEquatable<TState>
{
    private readonly CallOrder _order;
    private readonly StateTable<TState, TOperation, TOutcome> _states;
    private readonly HashSet<Configuration> _visited = [];
    private readonly Stack<Choice> _choices = new();
    private readonly ulong[] _linearized;
    private readonly bool[] _known;
    private readonly long _budget;
    private int _knownLeft;
    private int _state;

    /// <param name="model">The specification.</param>
    /// <param name="calls">The history in order of invocation; calls without a completion need not be ordered.</param>
    /// <param name="answered">For each call whether its outcome is known, so that it can only be ordered where the model allows that.</param>
    /// <param name="budget">How many calls to try.</param>
    public LinearizabilitySearch(
        SequentialModel<TState, TOperation, TOutcome> model, IReadOnlyList<HistoryEntry<TOperation, TOutcome>> calls, IReadOnlyList<bool> answered, long budget)
    {
        _order = CallOrder.Of(calls);
        _states = new StateTable<TState, TOperation, TOutcome>(model, calls, answered);
        _linearized = new ulong[(calls.Count + 63) / 64];
        _known = [.. calls.Select(call => call.End is not null)];
        _knownLeft = _known.Count(known => known);
        _budget = budget;
        _state = _states.NumberOf(model.Initial);
        DeepestState = model.Initial;
        FewestLeft = _knownLeft;
    }

    public long Steps { get; private set; }

    /// <summary>The calls ordered when the search ended.</summary>
    public IEnumerable<int> Order => _choices.Reverse().Select(choice => choice.Call);

    /// <summary>The calls ordered when the fewest with a known outcome were left.</summary>
    public IReadOnlyList<int> Deepest { get; private set; } = [];

    public TState DeepestState { get; private set; }

    private int FewestLeft { get; set; }

    public LinearizabilityVerdict Run()
    {
        var candidate = NextCandidate(-1);
        while (_knownLeft > 0)
        {
            if (candidate < 0)
            {
                // Every pick in this configuration has been tried.
                if (!Undo(out candidate)) return LinearizabilityVerdict.Violation;
                continue;
            }

            if (Steps++ == _budget) return LinearizabilityVerdict.Exceeded;
            var successors = _states.Successors(_state, candidate);
            if (Enter(candidate, successors, 0)) candidate = NextCandidate(-1);
            // A pure call that fits but leads to where the search has been: by the argument above nothing else helps either.
            else candidate = successors.Length > 0 && _states.IsPure(candidate) ? -1 : NextCandidate(candidate);
        }

        return LinearizabilityVerdict.Linearizable;
    }

    /// <summary>What to try after a call (or first, for -1). Calls with a known outcome come before the unknown ones: those always fit, so
    /// trying them first would apply them all before anything asked for it.</summary>
    private int NextCandidate(int after)
    {
        var known = after < 0 || _known[after];
        var candidate = _order.Candidate(after);
        while (candidate >= 0 && _known[candidate] != known) candidate = _order.Candidate(candidate);
        if (candidate >= 0 || !known) return candidate;
        candidate = _order.Candidate(-1);
        while (candidate >= 0 && _known[candidate]) candidate = _order.Candidate(candidate);
        return candidate;
    }

    /// <summary>Orders a call next, in the first of its successor states from <paramref name="from"/> on that leads somewhere new.</summary>
    private bool Enter(int call, int[] successors, int from)
    {
        Flip(call);
        for (var i = from; i < successors.Length; i++)
        {
            if (!_visited.Add(new Configuration([.. _linearized], successors[i]))) continue;
            _choices.Push(new Choice(call, _state, successors, i));
            _order.Take(call);
            _state = successors[i];
            if (_known[call]) _knownLeft--;
            return true;
        }

        Flip(call);
        return false;
    }

    /// <summary>Takes back choices until there is an alternative; false when none is left.</summary>
    /// <param name="candidate">What to look at next.</param>
    private bool Undo(out int candidate)
    {
        // Only here, where a path ends, for copying it at every step would square the cost of a long history.
        if (_knownLeft < FewestLeft) NoteDeepest();
        while (_choices.TryPop(out var last))
        {
            Flip(last.Call);
            _order.PutBack(last.Call);
            _state = last.StateBefore;
            if (_known[last.Call]) _knownLeft++;
            if (_states.IsPure(last.Call)) continue;
            candidate = Enter(last.Call, last.Successors, last.Successor + 1) ? NextCandidate(-1) : NextCandidate(last.Call);
            return true;
        }

        candidate = -1;
        return false;
    }

    private void Flip(int call) => _linearized[call / 64] ^= 1UL << (call % 64);

    private void NoteDeepest()
    {
        FewestLeft = _knownLeft;
        // Without the unknown calls at its end, which were only tried.
        var path = _choices.Reverse().ToList();
        var length = path.FindLastIndex(choice => _known[choice.Call]) + 1;
        Deepest = [.. path.Take(length).Select(choice => choice.Call)];
        DeepestState = _states[length == path.Count ? _state : path[length].StateBefore];
    }

    private readonly record struct Choice(int Call, int StateBefore, int[] Successors, int Successor);
}
