using Holdfast.Verification;

namespace Holdfast.Tests.Verification;

/// <summary>The two clocks of <see cref="ManualTimeProvider"/>.</summary>
[Trait("Fault", "T1")]
public sealed class ManualTimeProviderTests
{
    private static readonly TimeSpan OneTick = TimeSpan.FromTicks(1);

    [Fact]
    public void Advance_OneTick_IsVisibleOnBothClocks()
    {
        var clock = new ManualTimeProvider();
        for (var i = 0; i < 1000; i++)
        {
            var (now, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
            clock.Advance(OneTick);
            Assert.Equal(OneTick, clock.GetUtcNow() - now);
            Assert.Equal(OneTick, clock.GetElapsedTime(timestamp));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void GetElapsedTime_BetweenAnyTwoInstants_IsExactAtTheDefaultFrequency(int seed)
    {
        var random = new Random(seed);
        var clock = new ManualTimeProvider();
        var instants = new List<(long Timestamp, TimeSpan At)> { (clock.GetTimestamp(), TimeSpan.Zero) };
        for (var i = 0; i < 300; i++)
        {
            var step = TimeSpan.FromTicks(random.NextInt64(1L << random.Next(1, 45)));
            clock.Advance(step);
            instants.Add((clock.GetTimestamp(), instants[^1].At + step));
        }

        foreach (var from in instants)
            foreach (var to in instants.Where(to => to.At >= from.At))
                Assert.True(to.At - from.At == clock.GetElapsedTime(from.Timestamp, to.Timestamp), $"seed {seed}: from {from.At} to {to.At}");
    }

    [Theory]
    [InlineData(10_000_019)]
    [InlineData(25_000_000)]
    public void GetElapsedTime_AtAFrequencyThatIsNoMultipleOfTicks_IsShortByOneTickAtMost(long frequency)
    {
        var clock = new ManualTimeProvider(timestampFrequency: frequency);
        for (var i = 0; i < 1000; i++)
        {
            var before = clock.GetTimestamp();
            clock.Advance(TimeSpan.FromTicks(i));
            Assert.InRange(clock.GetElapsedTime(before).Ticks, i - 1, i);
            Assert.Equal(i > 0, clock.GetTimestamp() > before);
        }
    }

    [Fact]
    public void TimestampFrequency_ByDefault_IsNeitherThatOfTicksNorThatOfTheMachine()
    {
        var clock = new ManualTimeProvider();
        Assert.NotEqual(TimeSpan.TicksPerSecond, clock.TimestampFrequency);
        Assert.NotEqual(TimeProvider.System.TimestampFrequency, clock.TimestampFrequency);
        Assert.Equal(0, clock.TimestampFrequency % TimeSpan.TicksPerSecond);
        Assert.NotEqual(0, clock.GetTimestamp());
    }

    [Fact]
    public void MoveWallClock_BackAndForward_LeavesTheMonotonicClockAndTimersAlone()
    {
        var clock = new ManualTimeProvider();
        var (start, timestamp, fired) = (clock.GetUtcNow(), clock.GetTimestamp(), 0);
        using var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);

        clock.MoveWallClock(TimeSpan.FromDays(-1));
        Assert.Equal(start.AddDays(-1), clock.GetUtcNow());
        clock.SetUtcNow(start.AddYears(10));
        Assert.Equal(start.AddYears(10), clock.GetUtcNow());
        Assert.Equal(timestamp, clock.GetTimestamp());
        clock.Advance(TimeSpan.FromHours(1) - OneTick);
        Assert.Equal(0, fired);
        clock.Advance(OneTick);
        Assert.Equal(1, fired);
        Assert.Equal(start.AddYears(10).AddHours(1), clock.GetUtcNow());
    }

    [Fact]
    public void SetUtcNow_WithAnOffset_KeepsTheInstant()
    {
        var clock = new ManualTimeProvider();
        var instant = new DateTimeOffset(2030, 5, 6, 7, 8, 9, TimeSpan.FromHours(5));
        clock.SetUtcNow(instant);
        Assert.Equal(instant, clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, clock.GetUtcNow().Offset);
        Assert.Equal(clock.GetUtcNow(), clock.GetLocalNow());
    }

    [Fact]
    public void AdvanceMonotonic_WithATimer_FiresItWhileTheWallClockStands()
    {
        var clock = new ManualTimeProvider();
        var start = clock.GetUtcNow();
        DateTimeOffset? seen = null;
        using var timer = clock.CreateTimer(_ => seen = clock.GetUtcNow(), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        var timestamp = clock.GetTimestamp();

        clock.AdvanceMonotonic(TimeSpan.FromSeconds(8));

        Assert.Equal(TimeSpan.FromSeconds(8), clock.GetElapsedTime(timestamp));
        Assert.Equal(start, seen);
        Assert.Equal(start, clock.GetUtcNow());
    }

    [Fact]
    public void Advance_BackOrBeyondTheLastDate_ThrowsAndMovesNothing()
    {
        var clock = new ManualTimeProvider();
        var (now, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(-OneTick));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.AdvanceMonotonic(-OneTick));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.MoveWallClock(TimeSpan.MaxValue));
        Assert.Equal((now, timestamp), (clock.GetUtcNow(), clock.GetTimestamp()));
    }

    [Fact]
    [Trait("Fault", "T4")]
    public void FirstTimestamp_BelowZero_CrossesItWithoutNotice()
    {
        var clock = new ManualTimeProvider(firstTimestamp: -5);
        var before = clock.GetTimestamp();
        clock.Advance(OneTick);
        Assert.Equal(-5, before);
        Assert.Equal(2, clock.GetTimestamp());
        Assert.Equal(OneTick, clock.GetElapsedTime(before));
    }

    [Fact]
    public void Advance_FromSeveralThreadsAtOnce_AddsUp()
    {
        var clock = new ManualTimeProvider();
        var (start, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        var scenario = Scenario.Of(() => clock);
        for (var thread = 0; thread < 4; thread++)
        {
            scenario.Operation($"clock {thread}", clock =>
            {
                for (var i = 0; i < 1000; i++) clock.Advance(OneTick);
                return Task.CompletedTask;
            });
        }

        RealThreads.Race(scenario, rounds: 5, seed: 1);

        Assert.Equal(TimeSpan.FromTicks(20_000), clock.GetUtcNow() - start);
        Assert.Equal(TimeSpan.FromTicks(20_000), clock.GetElapsedTime(timestamp));
    }
}
