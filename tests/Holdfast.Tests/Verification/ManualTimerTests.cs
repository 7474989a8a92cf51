using Holdfast.Verification;

namespace Holdfast.Tests.Verification;

/// <summary>The timers of <see cref="ManualTimeProvider"/>.</summary>
[Trait("Fault", "T6")]
public sealed class ManualTimerTests
{
    private static readonly TimeSpan OneTick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void OneShot_AroundItsDueTick_FiresAtItOnce()
    {
        using var timer = Timer("a", OneSecond);
        _clock.Advance(OneSecond - OneTick);
        Assert.Empty(_fired);
        _clock.Advance(OneTick);
        Assert.Equal(["a"], _fired);
        _clock.Advance(OneSecond * 100);
        Assert.Equal(["a"], _fired);
        Assert.Equal(0, _clock.ArmedTimers);
    }

    [Fact]
    public void Periodic_AroundEachTick_FiresAtDueTimePlusWholePeriods()
    {
        using var timer = Timer("p", OneSecond, TimeSpan.FromSeconds(3));
        foreach (var (due, expected) in new[] { (1, 1), (4, 2), (7, 3) })
        {
            AdvanceTo(TimeSpan.FromSeconds(due) - OneTick);
            Assert.Equal(expected - 1, _fired.Count);
            AdvanceTo(TimeSpan.FromSeconds(due));
            Assert.Equal(expected, _fired.Count);
        }

        AdvanceTo(TimeSpan.FromSeconds(31));
        Assert.Equal(11, _fired.Count);
        Assert.Equal(1, _clock.ArmedTimers);
    }

    [Fact]
    public void Several_InOneAdvance_FireByDueTimeThenByArmingAndSeeTheirInstant()
    {
        var start = _clock.GetUtcNow();
        var seen = new List<(string Name, TimeSpan At)>();
        using var late = _clock.CreateTimer(_ => seen.Add(("late", _clock.GetUtcNow() - start)), null, OneSecond * 2, Timeout.InfiniteTimeSpan);
        using var first = _clock.CreateTimer(_ => seen.Add(("first", _clock.GetUtcNow() - start)), null, OneSecond, Timeout.InfiniteTimeSpan);
        using var second = _clock.CreateTimer(_ => seen.Add(("second", _clock.GetUtcNow() - start)), null, OneSecond, Timeout.InfiniteTimeSpan);
        // Armed again, so now behind the second.
        first.Change(OneSecond, Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal([("second", OneSecond), ("first", OneSecond), ("late", OneSecond * 2)], seen);
    }

    [Fact]
    public void DueNow_WhenCreated_FiresWithTheNextAdvanceOnly()
    {
        using var timer = Timer("now", TimeSpan.Zero);
        Assert.Empty(_fired);
        Assert.Equal(TimeSpan.Zero, _clock.UntilNextTimer);
        _clock.MoveWallClock(OneSecond);
        Assert.Empty(_fired);
        _clock.Advance(TimeSpan.Zero);
        Assert.Equal(["now"], _fired);
    }

    [Fact]
    public void Change_ToInfiniteAndBack_DisarmsAndRearmsFromNow()
    {
        using var timer = Timer("a", OneSecond, OneSecond);
        Assert.True(timer.Change(Timeout.InfiniteTimeSpan, OneSecond));
        _clock.Advance(OneSecond * 5);
        Assert.Empty(_fired);
        Assert.True(timer.Change(OneSecond, TimeSpan.Zero));
        _clock.Advance(OneSecond - OneTick);
        Assert.Empty(_fired);
        _clock.Advance(OneSecond * 5);
        Assert.Equal(["a"], _fired);
    }

    [Fact]
    public void Change_AfterDispose_IsRefused()
    {
        var timer = Timer("a", OneSecond);
        timer.Dispose();
        timer.Dispose();
        Assert.False(timer.Change(OneSecond, OneSecond));
        _clock.Advance(OneSecond * 5);
        Assert.Empty(_fired);
        Assert.Equal(0, _clock.ArmedTimers);
    }

    [Fact]
    public void Dispose_InsideItsOwnCallback_StopsThePeriod()
    {
        ITimer? timer = null;
        timer = _clock.CreateTimer(
            _ =>
            {
                _fired.Add("p");
                if (_fired.Count == 3) timer!.Dispose();
            },
            null,
            OneSecond,
            OneSecond);
        _clock.Advance(OneSecond * 10);
        Assert.Equal(3, _fired.Count);
    }

    [Fact]
    public void Change_InsideItsOwnCallback_HasTheLastWord()
    {
        ITimer? timer = null;
        timer = _clock.CreateTimer(_ => timer!.Change(OneSecond * ++Rounds, OneSecond), null, OneSecond, OneSecond);
        using (timer)
        {
            // At 1, then 1, 2, 3 … seconds later.
            _clock.Advance(OneSecond * 11);
            Assert.Equal(5, Rounds);
        }
    }

    [Fact]
    public void Callback_ThatCreatesTimers_SeesThoseDueWithinTheSameAdvanceFire()
    {
        using var outer = _clock.CreateTimer(
            _ =>
            {
                Timer("inner 2", OneSecond * 2);
                Timer("inner 1", OneSecond);
                Timer("beyond", OneSecond * 60);
            },
            null,
            OneSecond,
            Timeout.InfiniteTimeSpan);
        using var between = Timer("between", OneSecond * 2.5);
        _clock.Advance(OneSecond * 10);
        Assert.Equal(["inner 1", "between", "inner 2"], _fired);
        Assert.Equal(1, _clock.ArmedTimers);
    }

    [Fact]
    public void Callback_ThatAdvances_RunsToItsOwnTargetAndTheOuterAdvanceGoesOn()
    {
        var start = _clock.GetUtcNow();
        using var outer = _clock.CreateTimer(
            _ =>
            {
                _clock.Advance(OneSecond * 2);
                _fired.Add($"back at {_clock.GetUtcNow() - start}");
            },
            null,
            OneSecond,
            Timeout.InfiniteTimeSpan);
        using var during = Timer("during", OneSecond * 2);
        using var after = Timer("after", OneSecond * 4);

        _clock.Advance(OneSecond * 5);

        Assert.Equal(["during", "back at 00:00:03", "after"], _fired);
        Assert.Equal(OneSecond * 5, _clock.GetUtcNow() - start);
    }

    [Fact]
    public void Callback_ThatAdvancesBeyondTheOuterTarget_IsNotTakenBack()
    {
        var start = _clock.GetUtcNow();
        using var outer = _clock.CreateTimer(_ => _clock.Advance(OneSecond * 10), null, OneSecond, Timeout.InfiniteTimeSpan);
        _clock.Advance(OneSecond * 5);
        Assert.Equal(OneSecond * 11, _clock.GetUtcNow() - start);
    }

    [Fact]
    public void Callback_ThatThrows_LeavesTheClockAtItsDueTimeAndTheOthersArmed()
    {
        var start = _clock.GetUtcNow();
        using var bad = _clock.CreateTimer(_ => throw new InvalidOperationException("planted"), null, OneSecond, Timeout.InfiniteTimeSpan);
        using var good = Timer("good", OneSecond);
        Assert.Equal("planted", Assert.Throws<InvalidOperationException>(() => _clock.Advance(OneSecond * 5)).Message);
        Assert.Equal(OneSecond, _clock.GetUtcNow() - start);
        Assert.Empty(_fired);
        _clock.Advance(TimeSpan.Zero);
        Assert.Equal(["good"], _fired);
    }

    [Fact]
    public void Callback_ThatAlwaysRearmsForNow_IsStopped()
    {
        ITimer? timer = null;
        timer = _clock.CreateTimer(_ => timer!.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan), null, OneSecond, Timeout.InfiniteTimeSpan);
        using (timer) Assert.Throws<InvalidOperationException>(() => _clock.Advance(OneSecond));
    }

    [Fact]
    public void Callback_Always_RunsInTheContextOfItsCreation()
    {
        var local = new AsyncLocal<string> { Value = "creation" };
        using var timer = _clock.CreateTimer(_ => _fired.Add(local.Value!), null, OneSecond, Timeout.InfiniteTimeSpan);
        local.Value = "advance";
        _clock.Advance(OneSecond);
        Assert.Equal(["creation"], _fired);
        Assert.Equal("advance", local.Value);
    }

    [Fact]
    public async Task DisposeAsync_WhileACallbackRuns_CompletesAfterIt()
    {
        using var running = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var timer = _clock.CreateTimer(
            _ =>
            {
                running.Set();
                release.Wait();
                _fired.Add("ended");
            },
            null,
            OneSecond,
            Timeout.InfiniteTimeSpan);
        var advance = Task.Run(() => _clock.Advance(OneSecond), TestContext.Current.CancellationToken);
        running.Wait(TestContext.Current.CancellationToken);

        var disposal = timer.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        release.Set();
        await disposal;
        Assert.Equal(["ended"], _fired);
        await advance;
    }

    [Fact]
    public async Task Delay_OnThisClock_EndsAtItsTick()
    {
        var delay = Task.Delay(OneSecond, _clock, TestContext.Current.CancellationToken);
        using var timeout = new CancellationTokenSource(OneSecond * 2, _clock);
        _clock.Advance(OneSecond - OneTick);
        Assert.False(delay.IsCompleted);
        _clock.Advance(OneTick);
        await delay;
        _clock.Advance(OneSecond - OneTick);
        Assert.False(timeout.IsCancellationRequested);
        _clock.Advance(OneTick);
        Assert.True(timeout.IsCancellationRequested);
    }

    [Fact]
    public void AdvanceToNextTimer_UntilNoneIsArmed_FiresOneInstantEach()
    {
        using var one = Timer("a", OneSecond);
        using var two = Timer("b", OneSecond);
        using var three = Timer("c", OneSecond * 3);
        Assert.Equal(OneSecond, _clock.UntilNextTimer);
        Assert.True(_clock.AdvanceToNextTimer());
        Assert.Equal(["a", "b"], _fired);
        Assert.Equal(OneSecond * 2, _clock.UntilNextTimer);
        Assert.True(_clock.AdvanceToNextTimer());
        Assert.Null(_clock.UntilNextTimer);
        Assert.False(_clock.AdvanceToNextTimer());
        Assert.Equal(["a", "b", "c"], _fired);
    }

    [Fact]
    public void CreateTimer_OutOfRange_Throws()
    {
        var tooLong = TimeSpan.FromMilliseconds(uint.MaxValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => Timer("a", -OneTick));
        Assert.Throws<ArgumentOutOfRangeException>(() => Timer("a", tooLong));
        Assert.Throws<ArgumentOutOfRangeException>(() => Timer("a", OneSecond, -OneTick));
        Assert.Throws<ArgumentOutOfRangeException>(() => Timer("a", OneSecond, tooLong));
        Assert.Equal(0, _clock.ArmedTimers);
    }

    [Fact]
    public void Timers_ArmedAndAdvancedFromSeveralThreads_FireOnceEach()
    {
        var fired = 0;
        var scenario = Scenario.Of(() => _clock);
        for (var thread = 0; thread < 3; thread++)
        {
            scenario.Operation($"arm {thread}", clock =>
            {
                for (var i = 1; i <= 200; i++) _ = clock.CreateTimer(_ => Interlocked.Increment(ref fired), null, TimeSpan.FromTicks(i % 7), Timeout.InfiniteTimeSpan);
                return Task.CompletedTask;
            });
            scenario.Operation($"advance {thread}", clock =>
            {
                for (var i = 0; i < 200; i++) clock.Advance(OneTick);
                return Task.CompletedTask;
            });
        }

        RealThreads.Race(scenario, rounds: 10, seed: 1);

        _clock.Advance(OneSecond);
        Assert.Equal(10 * 3 * 200, fired);
        Assert.Equal(0, _clock.ArmedTimers);
    }

    private int Rounds { get; set; }

    private ITimer Timer(string name, TimeSpan dueTime, TimeSpan? period = null) =>
        _clock.CreateTimer(_ => _fired.Add(name), null, dueTime, period ?? Timeout.InfiniteTimeSpan);

    private void AdvanceTo(TimeSpan sinceStart) => _clock.Advance(sinceStart - (_clock.GetUtcNow() - new ManualTimeProvider().GetUtcNow()));
}
