using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>A store that answers later, and cancels its caller at one of the places where that waits: before a call is made, or after it was.</summary>
internal sealed class CancellingStore(IHoldfastStore inner) : DelegatingStore(inner)
{
    private CancellationTokenSource? _source;
    private int _at;
    private int _places;

    /// <summary>Whether the place was reached.</summary>
    public bool HasCancelled => _source is { IsCancellationRequested: true };

    /// <summary>Cancels at the n-th place from now on.</summary>
    public void CancelAt(int place, CancellationTokenSource source) => (_source, _at, _places) = (source, place, 0);

    public override ValueTask<StoreResult> CreateAsync(in CreateCommand command, CancellationToken cancellationToken)
    {
        var copy = command;
        return PlacedAsync(() => Inner.CreateAsync(copy, cancellationToken));
    }

    public override ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken)
    {
        var copy = command;
        return PlacedAsync(() => Inner.LoadAsync(copy, cancellationToken));
    }

    public override ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken)
    {
        var copy = command;
        return PlacedAsync(() => Inner.ApplyAsync(copy, cancellationToken));
    }

    public override ValueTask<StoreResult> TouchAsync(in TouchCommand command, CancellationToken cancellationToken)
    {
        var copy = command;
        return PlacedAsync(() => Inner.TouchAsync(copy, cancellationToken));
    }

    public override ValueTask<StoreResult> EndAsync(in EndCommand command, CancellationToken cancellationToken)
    {
        var copy = command;
        return PlacedAsync(() => Inner.EndAsync(copy, cancellationToken));
    }

    public override ValueTask<RevokeOutcome> RaiseSubjectEpochAsync(in RevokeCommand command, CancellationToken cancellationToken)
    {
        var copy = command;
        return PlacedAsync(() => Inner.RaiseSubjectEpochAsync(copy, cancellationToken));
    }

    private async ValueTask<TResult> PlacedAsync<TResult>(Func<ValueTask<TResult>> call)
    {
        await ReachAsync();
        var result = await call();
        await ReachAsync();
        return result;
    }

    private async Task ReachAsync()
    {
        await Task.Yield();
        if (_source is { } source && ++_places == _at) await source.CancelAsync();
    }
}
