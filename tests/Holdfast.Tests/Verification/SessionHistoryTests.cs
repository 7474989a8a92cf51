using Holdfast.Verification;
using Call = Holdfast.Verification.HistoryEntry<Holdfast.Verification.ModelOperation, Holdfast.Verification.ModelOutcome>;

namespace Holdfast.Tests.Verification;

/// <summary>The checker with the session model on recorded concurrent histories: right ones as they are, and the same ones after a fault was put in.</summary>
[Trait("Fault", "K1")]
public sealed class SessionHistoryTests
{
    private static readonly SessionModel Model = new();

    public static TheoryData<string> Faults => [.. HistoryFaults.All.Keys];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Check_FiveHundredCallsOfTwentyClients_IsDecidedWithinTheBudget(int seed)
    {
        var history = ReferenceClients.Record(clients: 20, calls: 25, seed);
        Assert.Equal(500, history.Count);
        Accepts(history, seed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Check_SomeOutcomesUnknown_IsDecidedWithinTheBudget(int seed)
    {
        var history = ReferenceClients.Record(clients: 20, calls: 25, seed, unknown: 50);
        Assert.Contains(history, call => call.End is null);
        Accepts(history, seed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Check_VersionsNotObserved_IsDecidedWithinTheBudget(int seed)
    {
        var history = ReferenceClients.Record(clients: 5, calls: 40, seed);
        Accepts([.. history.Select(call => call.Outcome is { Status: ModelStatus.Ok, Data: null } ok ? call with { Outcome = ModelOutcome.Ok(value: ok.Value) } : call)], seed);
    }

    [Fact]
    public void Check_ManyShortHistoriesWithAnEnd_AreAccepted()
    {
        for (var seed = 1; seed <= 100; seed++) Accepts(ReferenceClients.Record(clients: 4, calls: 12, seed, endAfter: 8), seed);
    }

    [Fact]
    public void Check_HistoriesOfRealThreads_AreAccepted()
    {
        for (var seed = 1; seed <= 50; seed++) Accepts(ReferenceClients.RecordOnRealThreads(clients: 4, calls: 50, seed, endAfter: 40), seed);
    }

    [Fact]
    public void Record_SameSeed_GivesTheSameHistory() => Assert.Equal(
        ReferenceClients.Record(clients: 5, calls: 20, seed: 9).Select(call => call.ToString()).ToArray(),
        ReferenceClients.Record(clients: 5, calls: 20, seed: 9).Select(call => call.ToString()).ToArray());

    [Theory]
    [MemberData(nameof(Faults))]
    public void Check_FaultPutIntoARightHistory_IsAViolation(string fault)
    {
        for (var seed = 1; seed <= 10; seed++) RejectsFault(fault, seed, ReferenceClients.Record(clients: 5, calls: 30, seed, endAfter: 25));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Check_FaultPutIntoALargeHistory_IsAViolationWithinTheBudget(string fault)
    {
        RejectsFault(fault, seed: 1, ReferenceClients.Record(clients: 20, calls: 25, seed: 1, endAfter: 20));
    }

    private static void RejectsFault(string fault, int seed, IReadOnlyList<Call> right)
    {
        Accepts(right, seed);
        var wrong = HistoryFaults.All[fault]([.. right], new Random(seed));
        var result = Linearizability.Check(Model, wrong);
        Assert.True(result.Verdict == LinearizabilityVerdict.Violation, $"{fault}, seed {seed}: {result.Verdict}\n{string.Join('\n', wrong)}");
        Assert.NotEmpty(result.Explanation);
    }

    private static void Accepts(IReadOnlyList<Call> history, int seed)
    {
        var result = Linearizability.Check(Model, history);
        Assert.True(result.Verdict == LinearizabilityVerdict.Linearizable, $"seed {seed}: {result.Verdict} after {result.Steps} steps\n{result.Explanation}");
        DefinitionOfLinearizability.MustBeProvedBy(Model, history, result.Order);
    }
}
