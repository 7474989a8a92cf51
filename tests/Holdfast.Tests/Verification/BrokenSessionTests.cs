using Holdfast.Verification;

namespace Holdfast.Tests.Verification;

/// <summary>The scheduler and the checker together, as the store's own tests use them: each planted defect is found, the right store passes.</summary>
[Trait("Fault", "K3")]
public sealed class BrokenSessionTests
{
    [Fact]
    public void ExploreAll_RightStore_IsLinearizableInEverySchedule() => Assert.True(Interleavings.ExploreAll(Describe(BrokenSession.Defect.None)) > 100);

    [Theory]
    [InlineData(nameof(BrokenSession.Defect.StoresBlindly))]
    [InlineData(nameof(BrokenSession.Defect.RestoresTheRemoved))]
    [InlineData(nameof(BrokenSession.Defect.AnswersEarly))]
    public void ExploreAll_BrokenStore_IsCaughtWithAScheduleThatRepeatsIt(string defect)
    {
        var scenario = Describe(Enum.Parse<BrokenSession.Defect>(defect));
        var found = Assert.Throws<InterleavingException>(() => Interleavings.ExploreAll(scenario));
        Assert.Equal(InterleavingFailure.Check, found.Failure);
        Assert.Equal(LinearizabilityVerdict.Violation, Assert.IsType<LinearizabilityException>(found.InnerException).Verdict);
        Assert.Equal(found.Schedule, Assert.Throws<InterleavingException>(() => Interleavings.Replay(found.Schedule, scenario)).Schedule);
    }

    private static Scenario<Recorded> Describe(BrokenSession.Defect defect) =>
        Scenario.Of(() => new Recorded(new BrokenSession(defect)))
            .Operation("increment", state => state.CallAsync(1, ModelOperation.Increment("n"), session => session.IncrementAsync("n")))
            .Operation("increment again", state => state.CallAsync(2, ModelOperation.Increment("n"), session => session.IncrementAsync("n")))
            .Operation("end", state => state.CallAsync(3, ModelOperation.End(), session => session.EndAsync()))
            .Check(async state =>
            {
                await state.CallAsync(0, ModelOperation.Read(), session => session.ReadAsync());
                Linearizability.Require(new SessionModel(), state.Recorder.ToHistory());
            });

    private sealed class Recorded
    {
        private readonly BrokenSession _session;

        public Recorded(BrokenSession session)
        {
            _session = session;
            // The session is there from the beginning.
            Recorder.Begin(0, ModelOperation.Create()).Complete(ModelOutcome.Ok(1));
        }

        public HistoryRecorder<ModelOperation, ModelOutcome> Recorder { get; } = new();

        public async Task CallAsync(int client, ModelOperation operation, Func<BrokenSession, Task<ModelOutcome>> call)
        {
            var recorded = Recorder.Begin(client, operation);
            recorded.Complete(await call(_session));
        }
    }
}
