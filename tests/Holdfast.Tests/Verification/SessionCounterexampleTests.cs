using Holdfast.Verification;
using Call = Holdfast.Verification.HistoryEntry<Holdfast.Verification.ModelOperation, Holdfast.Verification.ModelOutcome>;

namespace Holdfast.Tests.Verification;

/// <summary>Short session histories, concurrent ones among them, whose verdicts can be seen by eye.</summary>
[Trait("Fault", "K3")]
public sealed class SessionCounterexampleTests
{
    private static readonly SessionModel Model = new();
    private static readonly SessionModel Timed = new(new ModelRules { IdleTimeout = TimeSpan.FromSeconds(10) });

    public static TheoryData<string, bool, Call[]> Histories => new()
    {
        { "update and end overlap, the update came first", true, [Made, Call(2, 5, ModelOperation.Set("a", 1), Ok(2)), Call(3, 4, ModelOperation.End(), Ok()), Call(6, 7, ModelOperation.Read(), Over)] },
        { "update and end overlap, the end came first", true, [Made, Call(2, 5, ModelOperation.Set("a", 1), Over), Call(3, 4, ModelOperation.End(), Ok())] },
        { "update begun after the end succeeds", false, [Made, Call(2, 3, ModelOperation.End(), Ok()), Call(4, 5, ModelOperation.Set("a", 1), Ok(2))] },
        { "touch begun after the end succeeds", false, [Made, Call(2, 3, ModelOperation.End(), Ok()), Call(4, 5, ModelOperation.Touch(), Ok())] },
        { "the session is back after its end was seen", false, [Made, Call(2, 9, ModelOperation.End(), Ok()), Call(3, 4, ModelOperation.Read(), Over), Call(5, 6, ModelOperation.Read(), Ok(1))] },
        { "two ends both win", false, [Made, Call(2, 5, ModelOperation.End("revoked"), Ok()), Call(3, 4, ModelOperation.End("logged_out"), Ok())] },
        { "two ends, the loser learns the winner's reason", true, [Made, Call(2, 5, ModelOperation.End("revoked"), Ok()), Call(3, 4, ModelOperation.End("logged_out"), ModelOutcome.Ended("revoked"))] },
        { "two ends, the loser learns its own reason", false, [Made, Call(2, 5, ModelOperation.End("revoked"), Ok()), Call(3, 4, ModelOperation.End("logged_out"), ModelOutcome.Ended("logged_out"))] },
        { "writes of different keys, one lost", false, [Made, Call(2, 5, ModelOperation.Set("a", 1), Ok()), Call(3, 4, ModelOperation.Set("b", 1), Ok()), Call(6, 7, ModelOperation.Read(), Data(("a", 1)))] },
        { "writes of different keys, both there", true, [Made, Call(2, 5, ModelOperation.Set("a", 1), Ok()), Call(3, 4, ModelOperation.Set("b", 1), Ok()), Call(6, 7, ModelOperation.Read(), Data(("a", 1), ("b", 1)))] },
        { "a change set half seen", false, [Made, Call(2, 5, ModelOperation.Apply(ModelChange.Set("a", 1), ModelChange.Set("b", 1)), Ok(2)), Call(3, 4, ModelOperation.Read(), Data(("a", 1)))] },
        { "increments with the same result", false, [Made, Call(2, 5, ModelOperation.Increment("n"), ModelOutcome.Ok(value: 1)), Call(3, 4, ModelOperation.Increment("n"), ModelOutcome.Ok(value: 1))] },
        { "conditional updates on one version, both win", false, [Made, Call(2, 5, ModelOperation.UpdateIf(1, ModelChange.Set("a", 1)), Ok()), Call(3, 4, ModelOperation.UpdateIf(1, ModelChange.Set("a", 2)), Ok())] },
        { "conditional updates on one version, both lose", false, [Made, Call(2, 5, ModelOperation.UpdateIf(1, ModelChange.Set("a", 1)), ModelOutcome.Conflict), Call(3, 4, ModelOperation.UpdateIf(1, ModelChange.Set("a", 2)), ModelOutcome.Conflict)] },
        { "clear against a write based on what it removed", false, [Made, Call(2, 3, ModelOperation.Clear(), Ok(2)), Call(4, 5, ModelOperation.Set("a", 1) with { Base = 1 }, Ok(3))] },
        { "regenerate against regenerate of the same secret, both win", false, [Made, Call(2, 5, ModelOperation.Regenerate() with { Secret = 1 }, Ok()), Call(3, 4, ModelOperation.Regenerate() with { Secret = 1 }, Ok())] },
        { "regenerate against regenerate of the same secret, one wins", true, [Made, Call(2, 5, ModelOperation.Regenerate() with { Secret = 1 }, Ok(2)), Call(3, 4, ModelOperation.Regenerate() with { Secret = 1 }, ModelOutcome.Ended())] },
        { "the old secret opens after it was replaced", false, [Made, Call(2, 3, ModelOperation.Regenerate(), Ok(2)), Call(4, 5, ModelOperation.Open(1), Ok())] },
        { "neither secret opens", false, [Made, Call(2, 3, ModelOperation.Regenerate(), Ok(2)), Call(4, 5, ModelOperation.Open(2), ModelOutcome.NotFound)] },
        { "unknown update seen later", true, [Made, Call(2, null, ModelOperation.Set("a", 1), Ok()), Call(3, 4, ModelOperation.Read(), Data()), Call(5, 6, ModelOperation.Read(), Data(("a", 1)))] },
        { "unknown update seen, then gone", false, [Made, Call(2, null, ModelOperation.Set("a", 1), Ok()), Call(3, 4, ModelOperation.Read(), Data(("a", 1))), Call(5, 6, ModelOperation.Read(), Data())] },
        { "unknown end: whoever sees it, sees it for good", false, [Made, Call(2, null, ModelOperation.End(), Ok()), Call(3, 4, ModelOperation.Touch(), Over), Call(5, 6, ModelOperation.Touch(), Ok())] },
        { "unknown end that never happened", true, [Made, Call(2, null, ModelOperation.End(), Ok()), Call(3, 4, ModelOperation.Touch(), Ok()), Call(5, 6, ModelOperation.Set("a", 1), Ok(2))] },
    };

    public static TheoryData<string, bool, Call[]> HistoriesWithTime => new()
    {
        { "touched, then alive", true, [Made, Call(2, 3, Clock(9), Ok()), Call(4, 5, ModelOperation.Touch(), Ok()), Call(6, 7, Clock(18), Ok()), Call(8, 9, ModelOperation.Read(), Ok(1))] },
        { "touched, then expired early", false, [Made, Call(2, 3, Clock(9), Ok()), Call(4, 5, ModelOperation.Touch(), Ok()), Call(6, 7, Clock(18), Ok()), Call(8, 9, ModelOperation.Read(), Idle)] },
        { "touch races the clock and wins", true, [Made, Call(2, 5, Clock(10), Ok()), Call(3, 4, ModelOperation.Touch(), Ok()), Call(6, 7, ModelOperation.Read(), Idle)] },
        { "touch races the clock and loses", true, [Made, Call(2, 5, Clock(10), Ok()), Call(3, 4, ModelOperation.Touch(), Idle)] },
        { "touch after the deadline succeeds", false, [Made, Call(2, 3, Clock(10), Ok()), Call(4, 5, ModelOperation.Touch(), Ok())] },
        { "expired for one, alive for the next", false, [Made, Call(2, 9, Clock(10), Ok()), Call(3, 4, ModelOperation.Read(), Idle), Call(5, 6, ModelOperation.Touch(), Ok())] },
    };

    private static Call Made => Call(0, 1, ModelOperation.Create(), Ok(1));

    private static ModelOutcome Over => ModelOutcome.Ended("logged_out");

    private static ModelOutcome Idle => ModelOutcome.Ended("idle_timeout");

    [Theory]
    [MemberData(nameof(Histories))]
    public void Check_HistoryWithAKnownVerdict_FindsIt(string name, bool linearizable, Call[] history) => MustBe(Model, name, linearizable, history);

    [Theory]
    [Trait("Fault", "K4")]
    [MemberData(nameof(HistoriesWithTime))]
    public void Check_HistoryWithTime_FindsItsVerdict(string name, bool linearizable, Call[] history) => MustBe(Timed, name, linearizable, history);

    private static void MustBe(SessionModel model, string name, bool linearizable, Call[] history)
    {
        var result = Linearizability.Check(model, history);
        Assert.True(result.Verdict == (linearizable ? LinearizabilityVerdict.Linearizable : LinearizabilityVerdict.Violation), $"{name}: {result.Verdict}\n{result.Explanation}");
        Assert.Equal(linearizable, DefinitionOfLinearizability.Holds(model, history));
    }

    private static Call Call(long start, long? end, ModelOperation operation, ModelOutcome outcome) => new((int)start, operation, start, end, outcome);

    private static ModelOperation Clock(int seconds) => ModelOperation.AdvanceClock(TimeSpan.FromSeconds(seconds));

    private static ModelOutcome Ok(long? version = null) => ModelOutcome.Ok(version);

    private static ModelOutcome Data(params (string Key, long Value)[] values) =>
        ModelOutcome.Ok(data: ModelData.Of(values.Select(pair => KeyValuePair.Create<string, ModelValue>(pair.Key, pair.Value))));
}
