using Holdfast.Diagnostics;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Sweeping;

/// <summary>
/// Tidies expired sessions and outdated records away, at an interval, from the first session on. Nothing depends on it but memory and
/// totals: every use decides expiry by itself (Invariant 6).
/// </summary>
/// <remarks>
/// States: idle → running → stopped. <see cref="Start"/> moves on once, however many callers there are; <see cref="DisposeAsync"/> stops it at any
/// time, <see cref="Dispose"/> too, without waiting for a run under way. A run that throws is logged and the next one comes all the same. Runs never overlap: a timer that fires during one is dropped.
/// Work is done in batches with a yield between, so a mass expiry shares the processor (Invariant 10).
/// </remarks>
internal sealed class Sweeper(IHoldfastStore store, TimeProvider time, TimeSpan interval, ILogger logger) : IAsyncDisposable, IDisposable
{
    private const int Batch = 1024;

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();

    // Guarded by the gate.
    private ITimer? _timer;
    private Task _running = Task.CompletedTask;
    private bool _isStopped;

    // Read without the gate on every create: only ever goes from false to true.
    private volatile bool _isStarted;

    public void Start()
    {
        if (_isStarted)
        {
            return;
        }

        lock (_gate)
        {
            if (_timer is null && !_isStopped)
            {
                _timer = CreateTimer();
            }

            _isStarted = true;
        }
    }

    /// <summary>One complete run; also what the timer does.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var total = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            var outcome = await store.ExpireDueAsync(Batch, cancellationToken).ConfigureAwait(false);
            total += outcome.Handled;
            if (!outcome.MayHaveMore)
            {
                break;
            }

            await Task.Yield();
        }

        return total;
    }

    public void Dispose()
    {
        if (!Stop(out var timer, out _))
        {
            return;
        }

        // Its source is left alone: a run under way still asks it.
        _stopping.Cancel();
        timer?.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (!Stop(out var timer, out var running))
        {
            await running.ConfigureAwait(false);
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        if (timer is not null)
        {
            await timer.DisposeAsync().ConfigureAwait(false);
        }

        await running.ConfigureAwait(false);
        _stopping.Dispose();
    }

    // The timer lives as long as the process: what the first request carried along, its trace for one, must not (Invariant 7).
    private ITimer CreateTimer()
    {
        var isSuppressed = ExecutionContext.IsFlowSuppressed();
        using var suppressed = isSuppressed ? default : ExecutionContext.SuppressFlow();
        return time.CreateTimer(static state => ((Sweeper)state!).OnTimer(), this, interval, interval);
    }

    /// <summary>False when it was stopped before.</summary>
    private bool Stop(out ITimer? timer, out Task running)
    {
        lock (_gate)
        {
            var isFirst = !_isStopped;
            _isStopped = true;
            timer = _timer;
            _timer = null;
            running = _running;
            return isFirst;
        }
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (!_isStopped && _running.IsCompleted)
            {
                _running = RunAsync();
            }
        }
    }

    private async Task RunAsync()
    {
        await Task.Yield(); // leave the gate and the timer's thread first
        try
        {
            var handled = await SweepAsync(_stopping.Token).ConfigureAwait(false);
            if (handled > 0)
            {
                Log.Swept(logger, handled);
            }
        }
#pragma warning disable CA1031 // Whatever happened, the next interval tries again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.SweepFailed(logger, exception);
        }
    }
}
