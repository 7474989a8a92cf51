namespace Holdfast.AspNetCore.Health;

/// <summary>
/// Writes, reads and ends a session of its own and compares versions, as an application would notice it. Callers at the same time share one run, and a
/// good result is kept for an interval, so that being asked often costs nothing (Invariant 10).
/// </summary>
internal sealed class SessionProbe(SessionManager manager, TimeProvider time, TimeSpan interval)
{
    private const string Key = "probe";

    // A probe that is cut short must not leave its session for long.
    private static readonly NewSession Session = new()
    {
        Type = "holdfast.health",
        IdleTimeout = TimeSpan.FromMinutes(1),
        AbsoluteTimeout = TimeSpan.FromMinutes(1),
    };

    private readonly Lock _gate = new();

    // Guarded by the gate. The task's result is the fault; null when all was well.
    private Task<string?>? _last;
    private long _startedAt;

    /// <summary>What is wrong, for a person; null when nothing is.</summary>
    /// <param name="cancellationToken">Stops waiting, not the probe: others may wait for it too.</param>
    public Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource<string?> run;
        lock (_gate)
        {
            if (_last is { } last && (!last.IsCompleted || (IsGood(last) && time.GetElapsedTime(_startedAt) < interval)))
            {
                return last.WaitAsync(cancellationToken);
            }

            run = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _last = run.Task;
            _startedAt = time.GetTimestamp();
        }

        _ = SettleAsync(run);
        return run.Task.WaitAsync(cancellationToken);
    }

    private static bool IsGood(Task<string?> run) => run.IsCompletedSuccessfully && run.Result is null;

    private static string? Check(bool isRight, string step, Status status, HoldfastError? error) =>
        isRight ? null : $"A probe could not {step} a session: {error?.Message ?? $"the answer was {status}, with another version or value than was written."}";

    private async Task SettleAsync(TaskCompletionSource<string?> run)
    {
        try
        {
            run.SetResult(await ProbeAsync().ConfigureAwait(false));
        }
        catch (Exception failure)
        {
            // Whoever waits gets it, and the next to ask tries anew.
            run.SetException(failure);
        }
    }

    private async Task<string?> ProbeAsync()
    {
        var created = await manager.CreateAsync(Session).ConfigureAwait(false);
        if (created.Session is not { } session || !created.IsOk)
        {
            return Check(false, "create", created.Status, created.Error);
        }

        var fault = await ChangeAsync(session).ConfigureAwait(false);
        var ended = await manager.EndAsync(session.Key, EndReason.Completed).ConfigureAwait(false);
        fault ??= Check(ended.IsOk, "end", ended.Status, ended.Error);
        if (fault is null)
        {
            var gone = await manager.GetAsync(session.Key).ConfigureAwait(false);
            fault = Check(gone.Status is Status.Ended or Status.NotFound, "keep ended", gone.Status, gone.Error);
        }

        return fault;
    }

    private async Task<string?> ChangeAsync(Session session)
    {
        var changed = await manager.UpdateAsync(session.Key, changes => changes.Increment(Key)).ConfigureAwait(false);
        var version = session.Version + 1;
        if (Check(changed.IsOk && changed.Session?.Version == version, "change", changed.Status, changed.Error) is { } fault)
        {
            return fault;
        }

        var read = await manager.GetAsync(session.Key).ConfigureAwait(false);
        return Check(
            read.IsOk && read.Session is { } seen && seen.Version == version && seen.Data.GetInt64(Key) == 1, "read", read.Status, read.Error);
    }
}
