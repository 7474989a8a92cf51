using Holdfast.Verification;

namespace Holdfast.Tests.Verification;

/// <summary>Schedules from a seed: random picks and random priorities.</summary>
[Trait("Fault", "K3")]
public sealed class InterleavingStrategyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ExploreRandom_SameSeed_FindsTheSameSchedule(int seed)
    {
        var one = Assert.Throws<InterleavingException>(() => Interleavings.ExploreRandom(HeldUp(2), seed, 500));
        var other = Assert.Throws<InterleavingException>(() => Interleavings.ExploreRandom(HeldUp(2), seed, 500));
        Assert.Equal(one.Message, other.Message);
        Assert.Contains($"random, seed {seed}", one.Message, StringComparison.Ordinal);
        Assert.Throws<InterleavingException>(() => Interleavings.Replay(one.Schedule, HeldUp(2)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ExplorePriorities_SameSeed_FindsTheSameSchedule(int seed)
    {
        var one = Assert.Throws<InterleavingException>(() => Interleavings.ExplorePriorities(HeldUp(40), seed, 2000));
        var other = Assert.Throws<InterleavingException>(() => Interleavings.ExplorePriorities(HeldUp(40), seed, 2000));
        Assert.Equal(one.Message, other.Message);
        Assert.Contains($"priorities, seed {seed}", one.Message, StringComparison.Ordinal);
        Assert.Throws<InterleavingException>(() => Interleavings.Replay(one.Schedule, HeldUp(40)));
    }

    /// <summary>Forty steps of one operation between two neighbouring steps of another: one in 2^40 for uniform picks.</summary>
    [Fact]
    public void ExploreRandom_OperationHeldUpForLong_IsMissedWherePrioritiesFindIt()
    {
        Interleavings.ExploreRandom(HeldUp(40), seed: 1, schedules: 4000);
        Assert.Throws<InterleavingException>(() => Interleavings.ExplorePriorities(HeldUp(40), seed: 1, schedules: 2000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ExplorePriorities_OperationHeldUpLateInALongScenario_IsFound(int seed)
    {
        var found = Assert.Throws<InterleavingException>(() => Interleavings.ExplorePriorities(HeldUp(40, leadIn: 30), seed, 5000));
        Assert.True(found.Schedule.Split('.').Length > 70, found.Message);
    }

    [Fact]
    public void ExploreRandom_SmallScenario_CoversItAndCountsDistinctSchedules()
    {
        var scenario = Scenario.Of(() => new List<int>());
        for (var i = 0; i < 2; i++) scenario.Operation($"operation {i}", async _ => await Yield.Point("middle"));
        Assert.Equal(6, Interleavings.ExploreRandom(scenario, seed: 7, schedules: 300));
        Assert.Equal(6, Interleavings.ExplorePriorities(scenario, seed: 7, schedules: 300));
    }

    /// <summary>Fails only if all steps of the worker fall between two neighbouring steps of the holder.</summary>
    private static Scenario<List<string>> HeldUp(int steps, int leadIn = 0) =>
        Scenario.Of(() => new List<string>())
            .Operation("holder", async trace =>
            {
                for (var i = 0; i < leadIn; i++) await Yield.Point("lead-in");
                trace.Add("begin");
                await Yield.Point("held");
                trace.Add("end");
            })
            .Operation("worker", async trace =>
            {
                for (var i = 0; i < steps; i++)
                {
                    trace.Add("work");
                    await Yield.Point("worked");
                }
            })
            .Check(trace => Assert.False(trace[0] == "begin" && trace[^1] == "end", "the holder was held up all the time"));
}
