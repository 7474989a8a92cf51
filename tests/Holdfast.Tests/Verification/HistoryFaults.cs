using Holdfast.Verification;
using Call = Holdfast.Verification.HistoryEntry<Holdfast.Verification.ModelOperation, Holdfast.Verification.ModelOutcome>;

namespace Holdfast.Tests.Verification;

/// <summary>Faults that a broken store would record, put into a right history in which every version and value was observed.</summary>
internal static class HistoryFaults
{
    public static IReadOnlyDictionary<string, Func<List<Call>, Random, List<Call>>> All { get; } = new Dictionary<string, Func<List<Call>, Random, List<Call>>>(StringComparer.Ordinal)
    {
        ["lost update: an increment does not see the one before it"] = (history, random) =>
        {
            var (first, second) = TwoIncrements(history, random);
            // What the second would have answered had the first not been there.
            return Replace(history, second, second.Outcome!.Version, second.Outcome.Value!.Value.Number - By(first));
        },
        ["two increments with the same answer"] = (history, random) =>
        {
            var (first, second) = TwoIncrements(history, random);
            return Replace(history, second, first.Outcome!.Version, first.Outcome.Value!.Value.Number);
        },
        ["two change sets with the same version"] = (history, random) =>
        {
            var (first, second) = TwoSets(history, random, _ => true);
            return Replace(history, second, first.Outcome!.Version, null);
        },
        ["a version is skipped: a change set that nobody made"] = (history, random) =>
        {
            var (first, _) = TwoSets(history, random, _ => true);
            history.Remove(first);
            return history;
        },
        ["stale read: an earlier snapshot after a change had completed"] = (history, random) =>
        {
            var reads = history.Where(IsFullRead).ToList();
            var pairs = reads.SelectMany(second => reads.Where(first => first.End < second.Start && first.Outcome!.Version < second.Outcome!.Version).Select(first => (First: first, Second: second)));
            var (old, late) = Pick(random, pairs.Where(pair => history.Exists(change => change.End < pair.Second.Start && change.Outcome!.Version > pair.First.Outcome!.Version)));
            history[history.IndexOf(late)] = late with { Outcome = old.Outcome };
            return history;
        },
        ["read of a value never written"] = (history, random) =>
        {
            var read = Pick(random, history.Where(IsFullRead));
            history[history.IndexOf(read)] = read with { Outcome = ModelOutcome.Ok(read.Outcome!.Version, data: read.Outcome.Data!.With("k0", "never written")) };
            return history;
        },
        ["torn read: the data of one version under the number of another"] = (history, random) =>
        {
            var reads = history.Where(IsFullRead).ToList();
            var (one, other) = Pick(random, reads.SelectMany(first => reads.Where(second => !first.Outcome!.Data!.Equals(second.Outcome!.Data)).Select(second => (first, second))));
            history[history.IndexOf(one)] = one with { Outcome = ModelOutcome.Ok(one.Outcome!.Version, data: other.Outcome!.Data) };
            return history;
        },
        ["reordered: two change sets, one after the other, with each other's versions"] = (history, random) =>
        {
            var (first, second) = TwoSets(history, random, pair => pair.First.End < pair.Second.Start);
            var (there, here) = (history.IndexOf(first), history.IndexOf(second));
            history[there] = first with { Start = second.Start, End = second.End };
            history[here] = second with { Start = first.Start, End = first.End };
            return history;
        },
        ["resurrection: a read succeeds after the end"] = (history, random) =>
        {
            var last = history.Last(IsFullRead).Outcome!;
            var dead = Pick(random, AfterTheEnd(history));
            history[history.IndexOf(dead)] = dead with { Operation = ModelOperation.Read(), Outcome = last };
            return history;
        },
        ["resurrection: a write succeeds after the end"] = (history, random) =>
        {
            var version = history.Max(call => call.Outcome!.Version);
            var dead = Pick(random, AfterTheEnd(history));
            history[history.IndexOf(dead)] = dead with { Operation = ModelOperation.Set("k0", 1), Outcome = ModelOutcome.Ok(version + 1) };
            return history;
        },
        ["two reasons for one end"] = (history, random) =>
        {
            var dead = Pick(random, AfterTheEnd(history));
            history[history.IndexOf(dead)] = dead with { Outcome = ModelOutcome.Ended("evicted") };
            return history;
        },
        ["ended before anybody ended it"] = (history, random) =>
        {
            var end = history.Single(call => IsEnd(call) && call.Outcome!.Status == ModelStatus.Ok);
            var early = Pick(random, history.Where(call => call.End < end.Start && IsFullRead(call)));
            history[history.IndexOf(early)] = early with { Outcome = ModelOutcome.Ended("logged_out") };
            return history;
        },
        ["a conflict without a reason"] = (history, random) =>
        {
            var (change, _) = TwoSets(history, random, _ => true);
            history.Add(new Call(99, ModelOperation.Set("k0", 1), history.Max(call => call.Start) + 1_000_000, history.Max(call => call.Start) + 1_000_001, ModelOutcome.Conflict));
            history.Remove(change);
            return history;
        },
    };

    private static bool IsFullRead(Call call) => call.Outcome is { Status: ModelStatus.Ok, Data: not null } && Is(call, "Read(");

    private static bool IsEnd(Call call) => Is(call, "End(");

    private static bool Is(Call call, string operation) => call.Operation.ToString().StartsWith(operation, StringComparison.Ordinal);

    private static long By(Call increment) => long.Parse(increment.Operation.ToString().Split(", ")[1].TrimEnd(')'), System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<Call> AfterTheEnd(List<Call> history)
    {
        var end = history.Single(call => IsEnd(call) && call.Outcome!.Status == ModelStatus.Ok);
        return history.Where(call => call.Start > end.End && call.Outcome!.Status == ModelStatus.Ended);
    }

    private static (Call First, Call Second) TwoIncrements(List<Call> history, Random random) => Two(history, random, call => Is(call, "Increment(counter"), _ => true);

    /// <summary>Two calls that change the session whatever its state: each has a version of its own.</summary>
    private static (Call First, Call Second) TwoSets(List<Call> history, Random random, Func<(Call First, Call Second), bool> which) =>
        Two(history, random, call => Is(call, "Set(") || Is(call, "Increment("), which);

    private static (Call First, Call Second) Two(List<Call> history, Random random, Func<Call, bool> kind, Func<(Call First, Call Second), bool> which)
    {
        var changes = history.Where(call => kind(call) && call.Outcome!.Status == ModelStatus.Ok).OrderBy(call => call.Outcome!.Version).ToList();
        return Pick(random, changes.Zip(changes.Skip(1)).Where(which));
    }

    private static List<Call> Replace(List<Call> history, Call call, long? version, long? value)
    {
        history[history.IndexOf(call)] = call with { Outcome = ModelOutcome.Ok(version, value is { } number ? number : null) };
        return history;
    }

    private static T Pick<T>(Random random, IEnumerable<T> from)
    {
        var all = from.ToList();
        Assert.NotEmpty(all);
        return all[random.Next(all.Count)];
    }
}
