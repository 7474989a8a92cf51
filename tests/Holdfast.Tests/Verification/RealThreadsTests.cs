using Holdfast.Verification;

namespace Holdfast.Tests.Verification;

/// <summary>Races on real threads.</summary>
[Trait("Fault", "K13")]
public sealed class RealThreadsTests
{
    [Fact]
    public void Race_OperationsThatWaitForOneAnother_RunAtTheSameTime()
    {
        // Each can only end while the other one is running, so a runner that took turns would hang.
        var scenario = Scenario.Of(() => new Barrier(3));
        for (var i = 0; i < 3; i++)
        {
            scenario.Operation($"thread {i}", barrier =>
            {
                barrier.SignalAndWait();
                return Task.CompletedTask;
            });
        }

        RealThreads.Race(scenario.Check(barrier => Assert.Equal(1, barrier.CurrentPhaseNumber)), rounds: 200, seed: 1);
    }

    [Fact]
    public void Race_PlantedLostUpdate_IsFound()
    {
        // The rendezvous between read and write makes the loss certain instead of likely.
        var scenario = Scenario.Of(() => (Counter: new int[1], Read: new Barrier(2)))
            .Operation("one", AddAsync).Operation("other", AddAsync)
            .Check(state => Assert.Equal(2, state.Counter[0]));

        var found = Assert.Throws<RaceException>(() => RealThreads.Race(scenario, rounds: 5, seed: 42));

        Assert.Equal(0, found.Round);
        Assert.Contains("seed 42", found.Message, StringComparison.Ordinal);

        static Task AddAsync((int[] Counter, Barrier Read) state)
        {
            var read = state.Counter[0];
            state.Read.SignalAndWait();
            state.Counter[0] = read + 1;
            return Task.CompletedTask;
        }
    }

    [Fact]
    public void Race_CorrectCounter_PassesEveryRoundOnAFreshState()
    {
        var rounds = 0;
        var scenario = Scenario.Of(() => new int[1]).Operation("one", AddAsync).Operation("two", AddAsync).Operation("three", AddAsync).Check(counter =>
        {
            rounds++;
            Assert.Equal(300, counter[0]);
        });
        RealThreads.Race(scenario, rounds: 100, seed: 3);
        Assert.Equal(100, rounds);

        static async Task AddAsync(int[] counter)
        {
            for (var i = 0; i < 100; i++)
            {
                Interlocked.Increment(ref counter[0]);
                await Yield.Point("added");
            }
        }
    }

    [Fact]
    public void Race_OperationThatNeverEnds_IsReportedByNameInsteadOfHanging()
    {
        using var release = new ManualResetEventSlim();
        var scenario = Scenario.Of(() => 0)
            .Operation("good", _ => Task.CompletedTask)
            .Operation("stuck", _ =>
            {
                release.Wait();
                return Task.CompletedTask;
            });
        var found = Assert.Throws<RaceException>(() => RealThreads.Race(scenario, rounds: 3, seed: 1, TimeSpan.FromMilliseconds(200)));
        Assert.Contains("hung: 'stuck'", found.Message, StringComparison.Ordinal);
        release.Set();
    }

    [Fact]
    public void Race_OperationSetupOrCheckThatThrows_IsReportedWithItsException()
    {
        var bad = Scenario.Of(() => 0).Operation("good", _ => Task.CompletedTask).Operation("bad", async _ =>
        {
            await Task.Yield();
            throw new FormatException("planted");
        });
        Assert.IsType<FormatException>(Assert.Throws<RaceException>(() => RealThreads.Race(bad, 3, 1)).InnerException);
        Assert.IsType<FormatException>(Assert.Throws<RaceException>(() => RealThreads.Race(Scenario.Of(new Func<int>(() => throw new FormatException())), 3, 1)).InnerException);
        Assert.IsType<FormatException>(Assert.Throws<RaceException>(() => RealThreads.Race(Scenario.Of(() => 0).Check(_ => throw new FormatException()), 3, 1)).InnerException);
    }

    [Fact]
    public void Race_ConditionOfAnotherOperation_IsWaitedFor()
    {
        var scenario = Scenario.Of(() => new StrongBox())
            .Operation("waiter", async box =>
            {
                await Yield.Until("set", () => Volatile.Read(ref box.Value) == 1);
                Volatile.Write(ref box.Value, 2);
            })
            .Operation("setter", box =>
            {
                Volatile.Write(ref box.Value, 1);
                return Task.CompletedTask;
            })
            .Check(box => Assert.Equal(2, box.Value));
        RealThreads.Race(scenario, rounds: 200, seed: 5);
    }

    private sealed class StrongBox
    {
        public int Value;
    }
}
