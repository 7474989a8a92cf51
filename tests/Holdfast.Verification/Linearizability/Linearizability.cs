namespace Holdfast.Verification;

/// <summary>
/// Decides whether a history of concurrent calls could have come from a sequential object: whether each call can be given one
/// instant between its start and its end so that, executed in the order of these instants, the model answers what was
/// observed (Herlihy and Wing).
/// </summary>
/// <remarks>
/// <para>A history concerns one object: partition by session key before checking. This loses nothing, since a
/// history is linearizable exactly when its part for each object is, and makes the search feasible.</para>
/// <para>The search is described on <c>LinearizabilitySearch</c>. It is meant for up to about 500 calls of 20 clients on one key:
/// some ten thousand steps when versions are observed, some hundred thousand when one outcome in fifty is unknown. The general problem is
/// NP-complete, so there is a budget, and running out of it is a verdict of its own.</para>
/// </remarks>
public static class Linearizability
{
    /// <summary>The steps a search may take unless told otherwise: two million, some seconds and some hundred megabytes at most.</summary>
    public const long DefaultBudget = 2_000_000;

    /// <summary>Checks a history against a model.</summary>
    /// <param name="model">The specification.</param>
    /// <param name="history">The calls on one object, in any order.</param>
    /// <param name="budget">How many times the search may try an operation.</param>
    public static LinearizabilityResult<TOperation, TOutcome> Check<TState, TOperation, TOutcome>(
        SequentialModel<TState, TOperation, TOutcome> model,
        IEnumerable<HistoryEntry<TOperation, TOutcome>> history,
        long budget = DefaultBudget)
        where TState : IEquatable<TState>
    {
        var calls = history.OrderBy(call => call.Start).ToArray();
        CallOrder.Validate(calls);
        var search = new LinearizabilitySearch<TState, TOperation, TOutcome>(model, calls, [.. calls.Select(call => call.End is not null)], budget);
        var verdict = search.Run();
        var explanation = verdict switch
        {
            LinearizabilityVerdict.Violation => new Counterexample<TState, TOperation, TOutcome>(model, calls, search, budget).Describe(),
            LinearizabilityVerdict.Exceeded => $"Undecided: the search over {calls.Length} calls ran out of its budget of {budget} steps. Record shorter histories, fewer clients or outcomes that say more, or raise the budget.",
            _ => "",
        };
        return new LinearizabilityResult<TOperation, TOutcome>(
            verdict, search.Steps, verdict == LinearizabilityVerdict.Linearizable ? [.. search.Order.Select(i => calls[i])] : [], explanation);
    }

    /// <summary>As <see cref="Check"/>, but throws unless the history is linearizable: also when the budget ran out.</summary>
    /// <exception cref="LinearizabilityException">Not linearizable, or undecided.</exception>
    public static void Require<TState, TOperation, TOutcome>(
        SequentialModel<TState, TOperation, TOutcome> model,
        IEnumerable<HistoryEntry<TOperation, TOutcome>> history,
        long budget = DefaultBudget)
        where TState : IEquatable<TState>
    {
        var result = Check(model, history, budget);
        if (result.Verdict != LinearizabilityVerdict.Linearizable) throw new LinearizabilityException(result.Verdict, result.Explanation);
    }
}
