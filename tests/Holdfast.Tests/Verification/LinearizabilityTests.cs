using Holdfast.Verification;
using Call = Holdfast.Verification.HistoryEntry<Holdfast.Tests.Verification.RegisterModel.RegisterCall, int>;

namespace Holdfast.Tests.Verification;

/// <summary>The checker on histories of a register whose verdicts can be seen by eye.</summary>
[Trait("Fault", "K1")]
public sealed class LinearizabilityTests
{
    private static readonly RegisterModel Register = new();

    public static TheoryData<string, bool, Call[]> Histories => new()
    {
        { "nothing", true, [] },
        { "write then read", true, [Write(1, 1, 2), Read(1, 3, 4)] },
        { "read of the initial value", true, [Read(0, 1, 2)] },
        { "read of a value never written", false, [Write(1, 1, 2), Read(7, 3, 4)] },
        { "stale read after the write had completed", false, [Write(1, 1, 2), Read(0, 3, 4)] },
        { "read during the write, old value", true, [Write(1, 1, 4), Read(0, 2, 3)] },
        { "read during the write, new value", true, [Write(1, 1, 4), Read(1, 2, 3)] },
        { "new value, then old value, during one write", false, [Write(1, 1, 6), Read(1, 2, 3), Read(0, 4, 5)] },
        { "old value, then new value, during one write", true, [Write(1, 1, 6), Read(0, 2, 3), Read(1, 4, 5)] },
        { "two concurrent writes, read either way", true, [Write(1, 1, 4), Write(2, 2, 3), Read(1, 5, 6)] },
        { "two clients see two writes in opposite orders", false, [Write(1, 1, 12), Write(2, 2, 11), Read(1, 3, 4), Read(2, 5, 6), Read(1, 7, 8)] },
        { "two writes in sequence, reordered", false, [Write(1, 1, 2), Write(2, 3, 4), Read(1, 5, 6)] },
        { "value comes back without a write", false, [Write(1, 1, 2), Write(2, 3, 4), Read(2, 5, 6), Read(1, 7, 8)] },
        { "unknown write that took effect late", true, [UnknownWrite(1, 1), Read(0, 2, 3), Read(0, 4, 5), Read(1, 6, 7)] },
        { "unknown write that never took effect", true, [UnknownWrite(1, 1), Read(0, 2, 3), Write(2, 4, 5), Read(2, 6, 7)] },
        { "unknown write that took effect twice", false, [UnknownWrite(1, 1), Read(1, 2, 3), Write(2, 4, 5), Read(1, 6, 7)] },
        { "unknown write seen before it was made", false, [Read(1, 1, 2), UnknownWrite(1, 3)] },
        { "swaps of which one wins", true, [Swap(0, 1, 1, 1, 4), Swap(0, 2, 0, 2, 3), Read(1, 5, 6)] },
        { "swaps that both win", false, [Swap(0, 1, 1, 1, 4), Swap(0, 2, 1, 2, 3)] },
        { "swap that loses without a winner", false, [Swap(0, 1, 0, 1, 2)] },
        { "toss read as 1", true, [Toss(1, 2), Read(1, 3, 4)] },
        { "toss read as 2", true, [Toss(1, 2), Read(2, 3, 4)] },
        { "toss read as both", false, [Toss(1, 2), Read(1, 3, 4), Read(2, 5, 6)] },
        { "toss read as neither", false, [Toss(1, 2), Read(0, 3, 4)] },
    };

    [Theory]
    [MemberData(nameof(Histories))]
    public void Check_HistoryWithAKnownVerdict_FindsIt(string name, bool linearizable, Call[] history)
    {
        var result = Linearizability.Check(Register, history.Reverse());
        Assert.True(result.Verdict == (linearizable ? LinearizabilityVerdict.Linearizable : LinearizabilityVerdict.Violation), $"{name}: {result.Verdict}\n{result.Explanation}");
        Assert.Equal(linearizable, DefinitionOfLinearizability.Holds(Register, history));
        Assert.Equal(linearizable, result.Explanation.Length == 0);
        if (linearizable) DefinitionOfLinearizability.MustBeProvedBy(Register, history, result.Order);
        else Assert.Throws<LinearizabilityException>(() => Linearizability.Require(Register, history));
    }

    [Fact]
    public void Check_Violation_NamesWhatCouldNotBeOrderedAndLeavesOutTheRest()
    {
        Call[] history = [Write(1, 1, 2), Read(1, 3, 4), Write(5, 5, 6), Read(1, 7, 8), Write(8, 9, 10), Read(8, 11, 12)];
        var explanation = Linearizability.Check(Register, history).Explanation;
        Assert.Contains("no order of the first 4 of 6 calls", explanation, StringComparison.Ordinal);
        Assert.Contains($"Impossible since the completion of: {history[3]}", explanation, StringComparison.Ordinal);
        Assert.Contains("There the state is 5", explanation, StringComparison.Ordinal);
        Assert.Contains("the model: would answer 5", explanation, StringComparison.Ordinal);
        Assert.DoesNotContain("Write(8)", explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_BudgetTooSmall_IsExceededAndNeverSuccess()
    {
        // Blind writes all at once: nothing says which came last, except that none of them wrote what was read.
        Call[] history = [.. Enumerable.Range(1, 12).Select(i => Write(i, i, 100 + i)), Read(99, 200, 201)];

        var result = Linearizability.Check(Register, history, budget: 1000);
        Assert.Equal(LinearizabilityVerdict.Exceeded, result.Verdict);
        Assert.Equal(1001, result.Steps);
        Assert.Empty(result.Order);
        Assert.Contains("budget of 1000 steps", result.Explanation, StringComparison.Ordinal);
        Assert.Equal(LinearizabilityVerdict.Exceeded, Assert.Throws<LinearizabilityException>(() => Linearizability.Require(Register, history, budget: 1000)).Verdict);

        Assert.Equal(LinearizabilityVerdict.Violation, Linearizability.Check(Register, history).Verdict);
    }

    [Fact]
    public void Check_NoHistory_Throws()
    {
        Assert.Throws<ArgumentException>(() => Linearizability.Check(Register, [Write(1, 2, 2)]));
        Assert.Throws<ArgumentException>(() => Linearizability.Check(Register, [Write(1, 1, 3), Write(1, 3, 4)]));
    }

    [Fact]
    public void Check_LongHistory_NeedsNoDeepStack()
    {
        Call[] history = [.. Enumerable.Range(1, 20_000).Select(i => i % 2 == 1 ? Write(i, 2 * i, (2 * i) + 1) : Read(i - 1, 2 * i, (2 * i) + 1))];
        Assert.Equal(LinearizabilityVerdict.Linearizable, Linearizability.Check(Register, history).Verdict);
    }

    private static Call Write(int value, long start, long end) => new((int)start, RegisterModel.Write(value), start, end, 0);

    private static Call UnknownWrite(int value, long start) => new((int)start, RegisterModel.Write(value), start, null, 0);

    private static Call Read(int value, long start, long end) => new((int)start, RegisterModel.Read, start, end, value);

    private static Call Toss(long start, long end) => new((int)start, RegisterModel.Toss, start, end, 0);

    private static Call Swap(int expected, int value, int won, long start, long end) => new((int)start, RegisterModel.Swap(expected, value), start, end, won);
}
