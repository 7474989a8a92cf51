using Holdfast.Verification;

namespace Holdfast.Tests.Verification;

/// <summary>What a recorder makes of calls and answers.</summary>
[Trait("Fault", "K1")]
public sealed class HistoryRecorderTests
{
    [Fact]
    public void ToHistory_CallsInSequence_AreOrderedAndDisjoint()
    {
        var recorder = new HistoryRecorder<string, int>();
        recorder.Begin(1, "a").Complete(10);
        recorder.Begin(2, "b").Complete(20);
        var history = recorder.ToHistory();
        Assert.Equal(["a", "b"], history.Select(call => call.Operation).ToArray());
        Assert.Equal([10, 20], history.Select(call => call.Outcome).ToArray());
        Assert.True(history[0].Start < history[0].End && history[0].End < history[1].Start && history[1].Start < history[1].End);
    }

    [Fact]
    public void ToHistory_CallNotCompleted_IsUnknown()
    {
        var recorder = new HistoryRecorder<string, int>();
        _ = recorder.Begin(1, "a");
        Assert.Null(Assert.Single(recorder.ToHistory()).End);
        Assert.Contains("unknown", recorder.ToHistory()[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Discard_CallCertainlyNotApplied_IsNotInTheHistory()
    {
        var recorder = new HistoryRecorder<string, int>();
        recorder.Begin(1, "refused").Discard();
        recorder.Begin(1, "a").Complete(1);
        Assert.Equal("a", Assert.Single(recorder.ToHistory()).Operation);
    }

    [Fact]
    public void Complete_WithWhatWasLearned_ReplacesTheOperation()
    {
        var recorder = new HistoryRecorder<string, int>();
        recorder.Begin(1, "create").Complete(1, "create, incarnation 5");
        Assert.Equal("create, incarnation 5", Assert.Single(recorder.ToHistory()).Operation);
    }

    [Fact]
    public void Begin_FromSeveralThreads_KeepsEveryCallAndTheOrderThatWasReal()
    {
        var recorder = new HistoryRecorder<int, int>();
        var scenario = Scenario.Of(() => recorder);
        for (var client = 0; client < 4; client++)
        {
            var mine = client;
            scenario.Operation($"client {mine}", async recorder =>
            {
                for (var i = 0; i < 250; i++)
                {
                    var call = recorder.Begin(mine, i);
                    await Yield.Point("called");
                    call.Complete(i);
                }
            });
        }

        RealThreads.Race(scenario, rounds: 1, seed: 1);

        var history = recorder.ToHistory();
        Assert.Equal(1000, history.Count);
        Assert.Equal(Enumerable.Range(1, 2000).Select(order => (long)order), history.SelectMany(call => new[] { call.Start, call.End!.Value }).Order());
        foreach (var client in history.GroupBy(call => call.Client))
        {
            Assert.Equal(Enumerable.Range(0, 250), client.Select(call => call.Outcome));
            Assert.All(client.Zip(client.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.Start));
        }
    }
}
