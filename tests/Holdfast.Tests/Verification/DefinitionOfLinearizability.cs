using Holdfast.Verification;

namespace Holdfast.Tests.Verification;

/// <summary>The definition itself, tried call by call without any shortcut: what the checker is compared with on small histories.</summary>
internal static class DefinitionOfLinearizability
{
    /// <summary>Whether any order explains the history.</summary>
    public static bool Holds<TState, TOperation, TOutcome>(
        SequentialModel<TState, TOperation, TOutcome> model, IReadOnlyList<HistoryEntry<TOperation, TOutcome>> calls)
        where TState : IEquatable<TState>
    {
        return From(model.Initial, []);

        bool From(TState state, HashSet<int> ordered)
        {
            var left = Enumerable.Range(0, calls.Count).Where(i => !ordered.Contains(i)).ToList();
            if (left.TrueForAll(i => calls[i].End is null)) return true;
            return left.Exists(i =>
                left.TrueForAll(other => !(calls[other].End < calls[i].Start))
                && model.StepsFrom(state, calls[i].Operation).Any(step =>
                    (calls[i].End is null || model.Matches(step.Outcome, calls[i].Outcome!)) && From(step.Next, [.. ordered, i])));
        }
    }

    /// <summary>Fails unless the order proves the history linearizable.</summary>
    public static void MustBeProvedBy<TState, TOperation, TOutcome>(
        SequentialModel<TState, TOperation, TOutcome> model,
        IReadOnlyList<HistoryEntry<TOperation, TOutcome>> calls,
        IReadOnlyList<HistoryEntry<TOperation, TOutcome>> order)
        where TState : IEquatable<TState>
    {
        Assert.Equal(order.Count, order.Distinct().Count());
        Assert.All(order, call => Assert.Contains(call, calls));
        Assert.All(calls.Where(call => call.End is not null), call => Assert.Contains(call, order));
        var latestStart = long.MinValue;
        foreach (var call in order)
        {
            Assert.False(call.End < latestStart, $"ordered after a call that started when it had ended: {call}");
            latestStart = Math.Max(latestStart, call.Start);
        }

        // All states the order may lead to, since steps may leave a choice.
        var states = new HashSet<TState> { model.Initial };
        foreach (var call in order)
        {
            states = [.. states.SelectMany(state => model.StepsFrom(state, call.Operation))
                .Where(step => call.End is null || model.Matches(step.Outcome, call.Outcome!))
                .Select(step => step.Next)];
            Assert.True(states.Count > 0, $"the model does not allow, in this order: {call}");
        }
    }
}
