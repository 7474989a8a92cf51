namespace Holdfast.Verification;

/// <summary>The verdict on a history, and the evidence for it.</summary>
public sealed class LinearizabilityResult<TOperation, TOutcome>
{
    internal LinearizabilityResult(LinearizabilityVerdict verdict, long steps, IReadOnlyList<HistoryEntry<TOperation, TOutcome>> order, string explanation)
    {
        Verdict = verdict;
        Steps = steps;
        Order = order;
        Explanation = explanation;
    }

    /// <summary>The verdict.</summary>
    public LinearizabilityVerdict Verdict { get; }

    /// <summary>How many times the search tried an operation next.</summary>
    public long Steps { get; }

    /// <summary>For a linearizable history an order that explains it, without those unknown calls that need not have happened;
    /// otherwise empty.</summary>
    public IReadOnlyList<HistoryEntry<TOperation, TOutcome>> Order { get; }

    /// <summary>For a person: what could not be ordered and why, or that the budget ran out; empty for a linearizable history.</summary>
    public string Explanation { get; }
}
