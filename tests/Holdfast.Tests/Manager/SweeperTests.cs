using Holdfast.Storage.InProcess;
using Holdfast.Time;

namespace Holdfast.Tests;

/// <summary>The tidying begins with whoever creates the first session, and takes nothing of theirs along.</summary>
[Trait("Feature", "37")]
[Trait("Invariant", "7")]
public sealed class SweeperTests
{
    private static readonly AsyncLocal<string?> Request = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_WithinARequest_TakesNothingOfItAlong(bool isSuppressed)
    {
        var time = new ContextTimeProvider();
        var clock = new SessionClock(time);
        var options = new HoldfastOptions();
        await using var manager = new SessionManager(new InProcessStore(clock, options.Limits, options.EndedRetention), options, clock);
        Request.Value = "somebody's";

        Create(manager, isSuppressed);

        Assert.Equal([null], time.Carried);
        Assert.False(ExecutionContext.IsFlowSuppressed());
        Assert.Equal("somebody's", Request.Value);
    }

    // Suppressing has to end on the thread that began it, so nothing is awaited here.
    private static void Create(SessionManager manager, bool isSuppressed)
    {
        using var suppressed = isSuppressed ? ExecutionContext.SuppressFlow() : default;
        Assert.True(manager.CreateAsync(new NewSession(), TestContext.Current.CancellationToken).AsTask().IsCompletedSuccessfully);
        Assert.Equal(isSuppressed, ExecutionContext.IsFlowSuppressed());
    }

    /// <summary>Says what each timer would carry to its callbacks, as the system's would.</summary>
    private sealed class ContextTimeProvider : TimeProvider
    {
        public List<string?> Carried { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var carried = default(string);
            if (ExecutionContext.Capture() is { } context)
            {
                ExecutionContext.Run(context, _ => carried = Request.Value, null);
            }

            Carried.Add(carried);
            return new NoTimer();
        }
    }

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
