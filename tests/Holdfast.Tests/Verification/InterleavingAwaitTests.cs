using Holdfast.Verification;

namespace Holdfast.Tests.Verification;

/// <summary>Awaits of tasks under the scheduler: inside the step that finishes the task, or a decision of their own.</summary>
[Trait("Fault", "K3")]
public sealed class InterleavingAwaitTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Explicit_TaskFinishedByAnotherOperation_ContinuesInsideThatStep(bool captured)
    {
        var traces = new HashSet<string>(StringComparer.Ordinal);
        var scenario = Scenario.Of(() => (Source: new TaskCompletionSource(), Trace: new List<string>()))
            .Operation("waiter", async state =>
            {
                await new ValueTask(state.Source.Task).ConfigureAwait(captured);
                state.Trace.Add("woken");
                await Yield.Point("after");
                state.Trace.Add("waiter ends");
            })
            .Operation("setter", state =>
            {
                state.Source.SetResult();
                state.Trace.Add("set");
                return Task.CompletedTask;
            })
            .Check(state => traces.Add(string.Join(", ", state.Trace)));

        Interleavings.ExploreAll(scenario);

        Assert.Equal("woken, set, waiter ends | set, woken, waiter ends", string.Join(" | ", traces.OrderDescending(StringComparer.Ordinal)));
    }

    [Fact]
    public void EveryAwait_TaskFinishedByAnotherOperation_IsADecision()
    {
        var traces = new HashSet<string>(StringComparer.Ordinal);
        var scenario = Scenario.Of(() => (Source: new TaskCompletionSource(), Trace: new List<string>()))
            .Operation("waiter", async state =>
            {
                await new ValueTask(state.Source.Task);
                state.Trace.Add("woken");
            })
            .Operation("setter", async state =>
            {
                state.Source.SetResult();
                state.Trace.Add("set");
                await Yield.Point("after");
                state.Trace.Add("setter ends");
            })
            .SwitchAt(DecisionPoints.EveryAwait)
            .Check(state => traces.Add(string.Join(", ", state.Trace)));

        Interleavings.ExploreAll(scenario);

        Assert.Equal("set, setter ends, woken | set, woken, setter ends", string.Join(" | ", traces.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(6, 1, 1)]
    [InlineData(20, 2, 2)]
    [InlineData(90, 1, 1, 1)]
    public void EveryAwait_TaskYields_AreCountedExactly(int expected, params int[] yields)
    {
        var scenario = Scenario.Of(() => 0).SwitchAt(DecisionPoints.EveryAwait);
        foreach (var count in yields)
        {
            scenario.Operation($"yields {count} times", async _ =>
            {
                for (var i = 0; i < count; i++) await Task.Yield();
            });
        }

        Assert.Equal(expected, Interleavings.ExploreAll(scenario));
    }

    [Fact]
    public void EveryAwait_PlantedLostUpdate_IsFound()
    {
        var scenario = Scenario.Of(() => new int[1]).Operation("one", AddAsync).Operation("other", AddAsync).SwitchAt(DecisionPoints.EveryAwait).Check(counter => Assert.Equal(2, counter[0]));
        var found = Assert.Throws<InterleavingException>(() => Interleavings.ExploreAll(scenario));
        Assert.Equal(InterleavingFailure.Check, found.Failure);
        Assert.Throws<InterleavingException>(() => Interleavings.Replay(found.Schedule, scenario));

        static async Task AddAsync(int[] counter)
        {
            var read = counter[0];
            await Task.Yield();
            counter[0] = read + 1;
        }
    }

    [Fact]
    public void EveryAwait_AwaitWithoutContext_IsAnEscape()
    {
        var scenario = Scenario.Of(() => new TaskCompletionSource())
            .Operation("waiter", async source => await new ValueTask(source.Task).ConfigureAwait(false))
            .Operation("setter", source =>
            {
                source.SetResult();
                return Task.CompletedTask;
            })
            .SwitchAt(DecisionPoints.EveryAwait);
        var patient = new InterleavingLimits { WaitForEscapes = TimeSpan.FromSeconds(50) };
        var found = Assert.Throws<InterleavingException>(() => Interleavings.ExploreAll(scenario, patient));
        Assert.Equal(InterleavingFailure.Escaped, found.Failure);
        Assert.Contains("'waiter'", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryAwait_TasksStartedByAnOperation_AreItsSteps()
    {
        var traces = new HashSet<string>(StringComparer.Ordinal);
        var scenario = Scenario.Of(() => new List<string>())
            .Operation("parent", async trace =>
            {
                var child = Task.Factory.StartNew(() => trace.Add("child"), CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Current);
                await Yield.Point("started");
                trace.Add("parent");
                await child;
            })
            .SwitchAt(DecisionPoints.EveryAwait)
            .Check(trace => traces.Add(string.Join(' ', trace)));

        Interleavings.ExploreAll(scenario);

        Assert.Equal("child parent | parent child", string.Join(" | ", traces.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void EveryAwait_PostedCallbackThatThrows_FailsItsOperation()
    {
        var scenario = Scenario.Of(() => 0)
            .Operation("poster", _ =>
            {
                Action<SendOrPostCallback, object?> post = SynchronizationContext.Current!.Post;
                post(_ => throw new FormatException("planted"), null);
                return Task.CompletedTask;
            })
            .SwitchAt(DecisionPoints.EveryAwait);
        var found = Assert.Throws<InterleavingException>(() => Interleavings.ExploreAll(scenario));
        Assert.Equal(InterleavingFailure.Operation, found.Failure);
        Assert.IsType<FormatException>(found.InnerException);
    }

    [Fact]
    public void Explicit_DelayOnAManualClock_EndsInsideTheStepThatAdvancesIt()
    {
        var scenario = Scenario.Of(() => (Clock: new ManualTimeProvider(), Trace: new List<string>()))
            .Operation("sleeper", async state =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), state.Clock);
                state.Trace.Add("awake");
            })
            .Operation("clock", async state =>
            {
                await Yield.Until("armed", () => state.Clock.ArmedTimers == 1);
                state.Clock.Advance(TimeSpan.FromSeconds(1));
                state.Trace.Add("advanced");
            })
            .Check(state => Assert.Equal(["awake", "advanced"], state.Trace));
        Assert.Equal(2, Interleavings.ExploreAll(scenario));
    }
}
