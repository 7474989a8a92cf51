using System.Diagnostics;
using Holdfast.Operations;
using Holdfast.Storage;

namespace Holdfast.Diagnostics;

/// <summary>A store whose every operation is an activity, named after what the caller asked for.</summary>
/// <remarks>
/// Hot paths ask it only while somebody listens; creating and expiring, whose callers keep their store, look here. It owns nothing: the store that it
/// asks is somebody else's to dispose.
/// </remarks>
internal sealed class TracedStore(IHoldfastStore inner) : IHoldfastStore
{
    public string Name => inner.Name;

    public ulong Epoch => inner.Epoch;

    public ValueTask<StoreResult> CreateAsync(in CreateCommand command, CancellationToken cancellationToken) =>
        Traces.IsOn
            ? TraceAsync(TelemetryNames.CreateOperation, command, static (store, command, token) => store.CreateAsync(command, token), cancellationToken)
            : inner.CreateAsync(command, cancellationToken);

    public ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken) =>
        TraceAsync(
            command.CheckSecret ? TelemetryNames.OpenOperation : TelemetryNames.GetOperation,
            command,
            static (store, command, token) => store.LoadAsync(command, token),
            cancellationToken);

    public ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken) =>
        TraceAsync(OperationOf(command), command, static (store, command, token) => store.ApplyAsync(command, token), cancellationToken);

    public ValueTask<StoreResult> TouchAsync(in TouchCommand command, CancellationToken cancellationToken) =>
        TraceAsync(TelemetryNames.TouchOperation, command, static (store, command, token) => store.TouchAsync(command, token), cancellationToken);

    public ValueTask<StoreResult> EndAsync(in EndCommand command, CancellationToken cancellationToken) =>
        TraceAsync(TelemetryNames.EndOperation, command, static (store, command, token) => store.EndAsync(command, token), cancellationToken);

    public ValueTask<RevokeOutcome> RaiseSubjectEpochAsync(in RevokeCommand command, CancellationToken cancellationToken) =>
        TraceAsync(
            TelemetryNames.RevokeOperation,
            command,
            static (store, command, token) => store.RaiseSubjectEpochAsync(command, token),
            static (activity, outcome) => Traces.Finish(activity, outcome.Status),
            cancellationToken);

    public ValueTask<ExpireOutcome> ExpireDueAsync(int limit, CancellationToken cancellationToken) =>
        Traces.IsOn
            ? TraceAsync(
                TelemetryNames.ExpireOperation,
                limit,
                static (store, limit, token) => store.ExpireDueAsync(limit, token),
                static (activity, outcome) => Traces.Finish(activity, outcome.Status),
                cancellationToken)
            : inner.ExpireDueAsync(limit, cancellationToken);

    public ValueTask<SessionStatistics?> GetStatisticsAsync(CancellationToken cancellationToken) =>
        TraceAsync(
            TelemetryNames.StatisticsOperation,
            0,
            static (store, _, token) => store.GetStatisticsAsync(token),
            static (activity, totals) => Traces.Finish(activity, totals is null ? Status.Unavailable : Status.Ok),
            cancellationToken);

    public ValueTask DisposeAsync() => default;

    private static string OperationOf(in ApplyCommand command)
    {
        var operations = new OperationReader(command.Operations.Span);
        while (operations.TryRead(out var operation))
        {
            if (operation.Code == OperationCode.Regenerate)
            {
                return TelemetryNames.RegenerateOperation;
            }
        }

        return command.Base == ApplyInput.NoBase ? TelemetryNames.UpdateOperation : TelemetryNames.CommitOperation;
    }

    private ValueTask<StoreResult> TraceAsync<TCommand>(
        string operation,
        TCommand command,
        Func<IHoldfastStore, TCommand, CancellationToken, ValueTask<StoreResult>> run,
        CancellationToken cancellationToken) =>
        TraceAsync(operation, command, run, static (activity, result) => Traces.Finish(activity, result.Status, result.EndReason), cancellationToken);

    private async ValueTask<TResult> TraceAsync<TCommand, TResult>(
        string operation,
        TCommand command,
        Func<IHoldfastStore, TCommand, CancellationToken, ValueTask<TResult>> run,
        Action<Activity?, TResult> finish,
        CancellationToken cancellationToken)
    {
        using var activity = Traces.Start(operation, inner.Name);
        try
        {
            var result = await run(inner, command, cancellationToken).ConfigureAwait(false);
            finish(activity, result);
            return result;
        }
        catch
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }
}
