using Holdfast.Verification;

namespace Holdfast.Tests.Verification;

/// <summary>The exhaustive search: that it is exhaustive, that it finds what is planted, and that what it finds can be repeated.</summary>
[Trait("Fault", "K3")]
public sealed class InterleavingsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1, 5)]
    [InlineData(2, 1, 1)]
    [InlineData(6, 2, 2)]
    [InlineData(20, 3, 3)]
    [InlineData(21, 2, 5)]
    [InlineData(6, 1, 1, 1)]
    [InlineData(60, 1, 2, 3)]
    [InlineData(90, 2, 2, 2)]
    [InlineData(924, 6, 6)]
    [InlineData(1680, 3, 3, 3)]
    public void ExploreAll_OperationsOfSoManySteps_RunsEveryInterleavingOnce(int expected, params int[] steps)
    {
        var traces = new List<string>();
        var scenario = Scenario.Of(() => new List<int>()).Check(trace => traces.Add(string.Concat(trace)));
        for (var i = 0; i < steps.Length; i++)
        {
            var (operation, count) = (i, steps[i]);
            scenario.Operation($"operation {operation}", async trace =>
            {
                trace.Add(operation);
                for (var step = 1; step < count; step++)
                {
                    await Yield.Point($"step {step}");
                    trace.Add(operation);
                }
            });
        }

        Assert.Equal(expected, Interleavings.ExploreAll(scenario));
        Assert.Equal(expected, traces.Count);
        Assert.Equal(expected, traces.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void ExploreAll_PlantedLostUpdate_IsFoundAndItsScheduleRepeatsIt()
    {
        var found = Assert.Throws<InterleavingException>(() => Interleavings.ExploreAll(LostUpdate()));
        Assert.Equal(InterleavingFailure.Check, found.Failure);
        Assert.Contains($"Interleavings.Replay(\"{found.Schedule}\", scenario)", found.Message, StringComparison.Ordinal);
        Assert.Contains("first goes on from 'read'", found.Message, StringComparison.Ordinal);
        Assert.IsType<Xunit.Sdk.EqualException>(found.InnerException, exactMatch: false);

        var again = Assert.Throws<InterleavingException>(() => Interleavings.Replay(found.Schedule, LostUpdate()));
        Assert.Equal(InterleavingFailure.Check, again.Failure);
        Assert.Equal(found.Schedule, again.Schedule);
    }

    [Fact]
    public void Replay_ScheduleWithoutTheFault_Passes() => Interleavings.Replay("0.0.0.0", LostUpdate());

    [Fact]
    public void ExploreAll_LostUpdateRepaired_Passes()
    {
        var scenario = Scenario.Of(() => new Box()).Check(box => Assert.Equal(2, box.Value));
        foreach (var name in new[] { "first", "second" })
        {
            scenario.Operation(name, async box =>
            {
                await Yield.Until("lock", () => !box.Locked);
                box.Locked = true;
                var read = box.Value;
                await Yield.Point("read");
                box.Value = read + 1;
                box.Locked = false;
            });
        }

        // Whoever passes the lock first holds the other up until it is done: only the start steps and that choice are free.
        Assert.InRange(Interleavings.ExploreAll(scenario), 2, 10);
    }

    [Fact]
    public void ExploreAll_InvariantBrokenBetweenSteps_IsFoundThoughTheEndIsRight()
    {
        var scenario = Scenario.Of(() => new Box())
            .Operation("transfer", async box =>
            {
                box.Value--;
                await Yield.Point("half done");
                box.Value++;
            })
            .Check(box => Assert.Equal(0, box.Value));
        Assert.Equal(1, Interleavings.ExploreAll(scenario));

        scenario.Always(box => Assert.Equal(0, box.Value));
        var found = Assert.Throws<InterleavingException>(() => Interleavings.ExploreAll(scenario));
        Assert.Equal(InterleavingFailure.Check, found.Failure);
        Assert.Contains("after step 1", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "K10")]
    public void ExploreAll_CancellationAsAnOperation_CancelsAtEveryPoint()
    {
        var cancelledAt = new HashSet<int>();
        var scenario = Scenario.Of(() => (Source: new CancellationTokenSource(), Steps: new List<int>()))
            .Operation("work", async state =>
            {
                for (var step = 0; step < 4 && !state.Source.IsCancellationRequested; step++)
                {
                    state.Steps.Add(step);
                    await Yield.Point("between");
                }
            })
            .Operation("cancel", async state => await state.Source.CancelAsync())
            .Check(state => cancelledAt.Add(state.Steps.Count));

        Interleavings.ExploreAll(scenario);

        Assert.Equal([0, 1, 2, 3, 4], cancelledAt.Order());
    }

    [Fact]
    public void ExploreAll_BranchesOfOneOperation_AreInterleavedToo()
    {
        var traces = new HashSet<string>(StringComparer.Ordinal);
        var scenario = Scenario.Of(() => new List<string>())
            .Operation("both", async trace => await Task.WhenAll(BranchAsync("a", trace), BranchAsync("b", trace)))
            .Check(trace => traces.Add(string.Join(' ', trace)));

        // Both branches reach their point within the first step; then either may go on first.
        Assert.Equal(2, Interleavings.ExploreAll(scenario));
        Assert.Equal("a0 b0 a1 b1 | a0 b0 b1 a1", string.Join(" | ", traces.Order(StringComparer.Ordinal)));

        static async Task BranchAsync(string name, List<string> trace)
        {
            trace.Add(name + "0");
            await Yield.Point(name);
            trace.Add(name + "1");
        }
    }

    [Fact]
    public void ExploreAll_AsyncSetupAndCheck_RunAloneAndPassPoints()
    {
        var scenario = Scenario.Of(async () =>
            {
                await Yield.Point("in setup");
                await Task.Yield();
                return new Box { Value = 5 };
            })
            .Operation("add", async box =>
            {
                await Yield.Point("before");
                box.Value++;
            })
            .Check(async box =>
            {
                await Yield.Point("in check");
                await Task.Yield();
                Assert.Equal(6, box.Value);
            });
        Assert.Equal(1, Interleavings.ExploreAll(scenario));
    }

    [Fact]
    public async Task Point_OutsideOfAScenario_IsPassed()
    {
        await Yield.Point("anywhere");
        await Yield.Until("holds", () => true);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Yield.Until("never", () => false));
    }

    [Fact]
    public void Until_ConditionOfAnotherOperation_WaitsForItInEverySchedule()
    {
        var scenario = Scenario.Of(() => new Box())
            .Operation("consumer", async box =>
            {
                await Yield.Until("produced", () => box.Value == 3);
                box.Locked = true;
            })
            .Operation("producer", async box =>
            {
                for (var i = 0; i < 3; i++)
                {
                    await Yield.Point("next");
                    box.Value++;
                }
            })
            .Check(box => Assert.True(box.Locked));
        // The consumer's first step may come before, between or after the producer's four; its second only after them.
        Assert.Equal(5, Interleavings.ExploreAll(scenario));
    }

    private static Scenario<Box> LostUpdate() =>
        Scenario.Of(() => new Box()).Operation("first", AddUnguardedAsync).Operation("second", AddUnguardedAsync).Check(box => Assert.Equal(2, box.Value));

    private static async Task AddUnguardedAsync(Box box)
    {
        var read = box.Value;
        await Yield.Point("read");
        box.Value = read + 1;
    }

    private sealed class Box
    {
        public int Value { get; set; }

        public bool Locked { get; set; }
    }
}
