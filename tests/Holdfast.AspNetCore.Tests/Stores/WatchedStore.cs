using System.Collections.Concurrent;
using Holdfast.Storage;

namespace Holdfast.AspNetCore.Tests.Stores;

/// <summary>A store that counts what it is asked and, when told to, refuses, throws or waits instead of asking the real one.</summary>
internal sealed class WatchedStore(IHoldfastStore inner) : IHoldfastStore
{
    private int _creates;
    private int _loads;
    private int _applies;
    private int _touches;
    private int _ends;
    private int _uses;

    public int Creates => _creates;

    public int Loads => _loads;

    public int Applies => _applies;

    public int Touches => _touches;

    public int Ends => _ends;

    public int LoadsThatAreUses => _uses;

    public int Calls => Creates + Loads + Applies + Touches + Ends;

    /// <summary>The keys that were loaded, in no order.</summary>
    public ConcurrentBag<SessionKey> LoadedKeys { get; } = [];

    /// <summary>What a write answers instead of being done; null to do it.</summary>
    public Status? WriteFailure { get; set; }

    /// <summary>What a load answers instead of being done; null to do it.</summary>
    public Status? LoadFailure { get; set; }

    /// <summary>What a touch answers instead of being done; null to do it.</summary>
    public Status? TouchFailure { get; set; }

    /// <summary>Whether a write throws, which no store should.</summary>
    public bool WriteThrows { get; set; }

    /// <summary>Whether a touch throws, which no store should.</summary>
    public bool TouchThrows { get; set; }

    /// <summary>A load that is done waits here first; null for none.</summary>
    public SemaphoreSlim? LoadGate { get; set; }

    /// <summary>Released by every load that was asked for.</summary>
    public SemaphoreSlim LoadsAsked { get; } = new(0);

    /// <summary>Released by every write that was asked for.</summary>
    public SemaphoreSlim WritesAsked { get; } = new(0);

    /// <summary>A write that is done waits here first; null for none.</summary>
    public SemaphoreSlim? WriteGate { get; set; }

    /// <summary>A touch that is done waits here first; null for none.</summary>
    public SemaphoreSlim? TouchGate { get; set; }

    public string Name => inner.Name;

    public ulong Epoch => inner.Epoch;

    public void ForgetCounts()
    {
        (_creates, _loads, _applies, _touches, _ends, _uses) = (0, 0, 0, 0, 0, 0);
        LoadedKeys.Clear();
    }

    public ValueTask<StoreResult> CreateAsync(in CreateCommand command, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _creates);
        return WriteAsync(command, static (store, command, token) => store.CreateAsync(command, token), cancellationToken);
    }

    public ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _applies);
        return WriteAsync(command, static (store, command, token) => store.ApplyAsync(command, token), cancellationToken);
    }

    public ValueTask<StoreResult> EndAsync(in EndCommand command, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _ends);
        return WriteAsync(command, static (store, command, token) => store.EndAsync(command, token), cancellationToken);
    }

    public ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _loads);
        LoadedKeys.Add(command.Key);
        LoadsAsked.Release();
        Interlocked.Add(ref _uses, command.IsUse ? 1 : 0);
        if (LoadFailure is { } failure)
        {
            return new(StoreResult.Of(failure));
        }

        return LoadGate is null ? inner.LoadAsync(command, cancellationToken) : LoadLaterAsync(command, cancellationToken);
    }

    public ValueTask<StoreResult> TouchAsync(in TouchCommand command, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _touches);
        if (TouchThrows)
        {
            throw new InvalidDataException("The store broke.");
        }

        if (TouchFailure is { } failure)
        {
            return new(StoreResult.Of(failure));
        }

        return TouchGate is null ? inner.TouchAsync(command, cancellationToken) : TouchLaterAsync(command, cancellationToken);
    }

    public ValueTask<RevokeOutcome> RaiseSubjectEpochAsync(in RevokeCommand command, CancellationToken cancellationToken) =>
        inner.RaiseSubjectEpochAsync(command, cancellationToken);

    public ValueTask<ExpireOutcome> ExpireDueAsync(int limit, CancellationToken cancellationToken) => inner.ExpireDueAsync(limit, cancellationToken);

    public ValueTask<SessionStatistics?> GetStatisticsAsync(CancellationToken cancellationToken) => inner.GetStatisticsAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async ValueTask<StoreResult> WriteAsync<T>(
        T command, Func<IHoldfastStore, T, CancellationToken, ValueTask<StoreResult>> write, CancellationToken cancellationToken)
    {
        WritesAsked.Release();
        if (WriteGate is not null)
        {
            await WriteGate.WaitAsync(cancellationToken);
        }

        if (WriteThrows)
        {
            throw new InvalidDataException("The store broke.");
        }

        return WriteFailure is { } failure ? StoreResult.Of(failure) : await write(inner, command, cancellationToken);
    }

    private async ValueTask<StoreResult> LoadLaterAsync(LoadCommand command, CancellationToken cancellationToken)
    {
        await LoadGate!.WaitAsync(cancellationToken);
        return await inner.LoadAsync(command, cancellationToken);
    }

    private async ValueTask<StoreResult> TouchLaterAsync(TouchCommand command, CancellationToken cancellationToken)
    {
        await TouchGate!.WaitAsync(cancellationToken);
        return await inner.TouchAsync(command, cancellationToken);
    }
}
