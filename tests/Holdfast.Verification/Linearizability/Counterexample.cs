using System.Globalization;
using System.Text;

namespace Holdfast.Verification;

/// <summary>
/// Explains a violation. First cuts the history down to the shortest beginning that is already impossible, which is well defined:
/// every beginning of a linearizable history is linearizable. Then shows the furthest any order got in it, and for each call that
/// could have come next what it answered and what the model would have answered.
/// </summary>
/// <remarks>In the beginning up to a completion, later calls are absent, and those that complete later need not have taken effect yet, but if they
/// have, then with the outcome they are going to have. A beginning that cannot be decided within the budget counts as possible, so the cut
/// may be longer than the shortest, but what is shown is impossible.</remarks>
internal sealed class Counterexample<TState, TOperation, TOutcome>(
    SequentialModel<TState, TOperation, TOutcome> model,
    IReadOnlyList<HistoryEntry<TOperation, TOutcome>> calls,
    LinearizabilitySearch<TState, TOperation, TOutcome> whole,
    long budget)
    where TState : IEquatable<TState>
{
    private const int ContextShown = 8;

    public string Describe()
    {
        var (shortest, search) = Shortest();
        var ordered = search.Deepest.ToHashSet();
        var left = Enumerable.Range(0, shortest.Count).Where(i => !ordered.Contains(i)).ToList();
        // What completes first among the calls left bounds what may come next.
        var bound = left.Min(i => shortest[i].End) ?? long.MaxValue;
        var next = left.Where(i => shortest[i].Start < bound).ToList();

        var text = new StringBuilder();
        // A beginning keeps the places of its calls, so they can be shown as they were recorded.
        text.AppendLine(CultureInfo.InvariantCulture, $"Not linearizable: no order of the first {shortest.Count} of {calls.Count} calls explains their outcomes.");
        text.AppendLine(CultureInfo.InvariantCulture, $"Impossible since the completion of: {shortest.MaxBy(call => call.End)}");
        var skipped = Math.Max(0, search.Deepest.Count - ContextShown);
        text.AppendLine(CultureInfo.InvariantCulture, $"The furthest order found has {search.Deepest.Count} calls{(skipped > 0 ? $", the last {ContextShown} of which are" : "")}:");
        foreach (var i in search.Deepest.Skip(skipped)) text.AppendLine(CultureInfo.InvariantCulture, $"  {calls[i]}");
        text.AppendLine(CultureInfo.InvariantCulture, $"There the state is {search.DeepestState}");
        text.AppendLine("and none of the calls that could come next leads on:");
        foreach (var i in next.Where(i => shortest[i].End is not null))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {calls[i]}");
            text.AppendLine(CultureInfo.InvariantCulture, $"      the model: {Judge(search.DeepestState, calls[i])}");
        }

        var open = next.Count(i => shortest[i].End is null);
        if (open > 0) text.AppendLine(CultureInfo.InvariantCulture, $"  and {open} calls that had not completed by then: whether they took effect or not, nothing that follows fits");
        return text.ToString();
    }

    private string Judge(TState state, HistoryEntry<TOperation, TOutcome> call)
    {
        var steps = model.StepsFrom(state, call.Operation).ToList();
        return steps.Exists(step => model.Matches(step.Outcome, call.Outcome!))
            ? "would allow this, but then nothing that follows fits"
            : "would answer " + string.Join(" or ", steps.Select(step => $"{step.Outcome}").Distinct(StringComparer.Ordinal));
    }

    private (IReadOnlyList<HistoryEntry<TOperation, TOutcome>> Calls, LinearizabilitySearch<TState, TOperation, TOutcome> Search) Shortest()
    {
        var ends = calls.Select(call => call.End).OfType<long>().Order().ToArray();
        var best = (Calls: calls, Search: whole);
        var (low, high) = (0, ends.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var begun = calls.Where(call => call.Start < ends[middle]).ToArray();
            bool[] answered = [.. begun.Select(call => call.End is not null)];
            var beginning = Array.ConvertAll(begun, call => call.End > ends[middle] ? call with { End = null } : call);
            var search = new LinearizabilitySearch<TState, TOperation, TOutcome>(model, beginning, answered, budget);
            if (search.Run() == LinearizabilityVerdict.Violation)
            {
                best = (beginning, search);
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return best;
    }
}
