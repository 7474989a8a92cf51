using Holdfast.Verification;

namespace Holdfast.Tests.Verification;

/// <summary>What the scheduler must report instead of passing, hanging or guessing.</summary>
[Trait("Fault", "K9")]
public sealed class InterleavingFailureTests
{
    // Long, for the pool is shared with tests that block its threads; it ends as soon as the escape is seen.
    private static readonly InterleavingLimits Patient = new() { WaitForEscapes = TimeSpan.FromSeconds(50) };
    private static readonly InterleavingLimits NoWaiting = new() { WaitForEscapes = TimeSpan.Zero };

    [Fact]
    public void ExploreAll_LocksTakenInOppositeOrder_IsADeadlockThatNamesThePlaces()
    {
        var scenario = Scenario.Of(() => new bool[2])
            .Operation("forward", held => TakeBothAsync(held, 0, 1))
            .Operation("backward", held => TakeBothAsync(held, 1, 0));

        var found = Fails(InterleavingFailure.Deadlock, scenario, NoWaiting);

        Assert.Contains("forward waits at 'lock 1'", found.Message, StringComparison.Ordinal);
        Assert.Contains("backward waits at 'lock 0'", found.Message, StringComparison.Ordinal);
        Assert.Equal(InterleavingFailure.Deadlock, Assert.Throws<InterleavingException>(() => Interleavings.Replay(found.Schedule, scenario, NoWaiting)).Failure);

        static async Task TakeBothAsync(bool[] held, int first, int second)
        {
            await Yield.Until($"lock {first}", () => !held[first]);
            held[first] = true;
            await Yield.Until($"lock {second}", () => !held[second]);
            held[second] = true;
            held[first] = held[second] = false;
        }
    }

    [Fact]
    public void ExploreAll_LocksTakenInOneOrder_HasNoDeadlock()
    {
        var scenario = Scenario.Of(() => new bool[2]).Operation("one", TakeBothAsync).Operation("other", TakeBothAsync);
        Assert.True(Interleavings.ExploreAll(scenario) > 1);

        static async Task TakeBothAsync(bool[] held)
        {
            await Yield.Until("lock 0", () => !held[0]);
            held[0] = true;
            await Yield.Until("lock 1", () => !held[1]);
            held[1] = true;
            await Yield.Point("both");
            held[0] = held[1] = false;
        }
    }

    [Fact]
    public void ExploreAll_TaskThatNobodyFinishes_IsADeadlock()
    {
        var scenario = Scenario.Of(() => new TaskCompletionSource<int>()).Operation("waiter", async source => await WaitForAsync(source));
        Assert.Contains("waiter waits for a task that nothing has finished", Fails(InterleavingFailure.Deadlock, scenario, NoWaiting).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ExploreAll_EndlessLoop_IsALivelock() => Fails(
        InterleavingFailure.Livelock,
        Scenario.Of(() => 0).Operation("spinner", async _ =>
        {
            while (true) await Yield.Point("again");
        }),
        new InterleavingLimits { MaxSteps = 100 });

    [Fact]
    public void ExploreAll_OperationThatThrows_IsReportedWithItsException()
    {
        var scenario = Scenario.Of(() => 0)
            .Operation("good", async _ => await Yield.Point("a"))
            .Operation("bad", async _ =>
            {
                await Yield.Point("b");
                throw new FormatException("planted");
            });
        var found = Fails(InterleavingFailure.Operation, scenario);
        Assert.IsType<FormatException>(found.InnerException);
        Assert.Contains("'bad' failed: FormatException: planted", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ExploreAll_OperationThatThrowsAtOnceOrIsCancelled_IsReported()
    {
        Fails(InterleavingFailure.Operation, Scenario.Of(() => 0).Operation("at once", _ => throw new FormatException("planted")));
        Fails(InterleavingFailure.Operation, Scenario.Of(() => 0).Operation("cancelled", _ => Task.FromCanceled(new CancellationToken(true))));
        Fails(InterleavingFailure.Operation, Scenario.Of(() => 0).Operation("condition", async _ => await Yield.Until("bad", () => throw new FormatException("planted"))));
    }

    [Fact]
    public void ExploreAll_MoreSchedulesThanAllowed_FailsInsteadOfPassing()
    {
        var scenario = Scenario.Of(() => 0).Operation("one", TwiceAsync).Operation("other", TwiceAsync);
        Assert.Equal(6, Interleavings.ExploreAll(scenario, new InterleavingLimits { MaxSchedules = 6 }));
        Fails(InterleavingFailure.Unfinished, scenario, new InterleavingLimits { MaxSchedules = 5 });

        static async Task TwiceAsync(int state) => await Yield.Point("middle");
    }

    [Fact]
    public void ExploreAll_OperationsThatRememberEarlierRuns_Diverge()
    {
        var runs = 0;
        var scenario = Scenario.Of(() => ++runs)
            .Operation("stable", async _ => await Yield.Point("a"))
            .Operation("fickle", async run =>
            {
                if (run % 2 == 0) await Yield.Point("b");
            });
        Fails(InterleavingFailure.Diverged, scenario);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("0.0.0.0.0.0.0.0")]
    public void Replay_ScheduleOfAnotherScenario_Diverges(string schedule)
    {
        var scenario = Scenario.Of(() => 0).Operation("one", async _ => await Yield.Point("a"));
        Assert.Equal(InterleavingFailure.Diverged, Assert.Throws<InterleavingException>(() => Interleavings.Replay(schedule, scenario)).Failure);
    }

    [Fact]
    public void Replay_TextThatIsNoSchedule_Throws() =>
        Assert.Throws<FormatException>(() => Interleavings.Replay("0.x", Scenario.Of(() => 0)));

    [Fact]
    public void ExploreAll_WorkOnTheThreadPool_IsAnEscape()
    {
        Fails(InterleavingFailure.Escaped, Scenario.Of(() => 0).Operation("runaway", async _ => await Task.Run(() => { })), Patient);
        Fails(InterleavingFailure.Escaped, Scenario.Of(() => 0).Operation("runaway", async _ => await Task.Yield()), Patient);
        Fails(InterleavingFailure.Escaped, Scenario.Of(() => new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously))
            .Operation("waiter", async source => await WaitForAsync(source))
            .Operation("setter", source =>
            {
                source.SetResult(1);
                return Task.CompletedTask;
            }),
            Patient);
    }

    [Fact]
    public void ExploreAll_StepThatBlocksItsThread_IsReportedAsHung()
    {
        using var release = new ManualResetEventSlim();
        var scenario = Scenario.Of(() => 0).Operation("blocker", _ =>
        {
            release.Wait();
            return Task.CompletedTask;
        });
        Fails(InterleavingFailure.Hung, scenario, new InterleavingLimits { Watchdog = TimeSpan.FromMilliseconds(20) });
        release.Set();
    }

    [Fact]
    public void ExploreAll_SetupThatThrows_LeavesWithItsOwnException() =>
        Assert.Throws<FormatException>(() => Interleavings.ExploreAll(Scenario.Of(new Func<int>(() => throw new FormatException("planted")))));

    private static async Task<int> WaitForAsync(TaskCompletionSource<int> source)
    {
        await Yield.Point("before");
        return await new ValueTask<int>(source.Task);
    }

    private static InterleavingException Fails<TState>(InterleavingFailure expected, Scenario<TState> scenario, InterleavingLimits? limits = null)
    {
        var found = Assert.Throws<InterleavingException>(() => Interleavings.ExploreAll(scenario, limits));
        Assert.True(expected == found.Failure, found.Message);
        return found;
    }
}
