using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Holdfast.Model;
using Holdfast.Time;

namespace Holdfast.Storage.InProcess;

/// <summary>
/// Sessions in this process's memory, and with a journal the embedded durable store. Every call is applied synchronously; what a
/// journal adds is only when the answer may be told (Invariants 5, 8).
/// </summary>
/// <remarks>
/// Lock order: shards in index order (only statistics take more than one), then one subject stripe. A journal's own lock comes last.
/// </remarks>
internal sealed class InProcessStore : IHoldfastStore, IQueryableStore, IDisposable
{
    private const int MinShards = 32;
    private const int MaxShards = 256;

    // How much of a shard's due work is done while its lock is held: short enough not to be felt by the foreground.
    private const int SweepSlice = 64;

    private readonly StoreContext _context;
    private readonly Shard[] _shards;
    private readonly IJournal? _journal;
    private int _sweepStart;
    private volatile bool _isDisposed;

    public InProcessStore(SessionClock clock, SessionLimits limits, TimeSpan endedRetention, IJournal? journal = null, string name = "memory", ulong epoch = 0)
    {
        // Sixteen shards a processor: two changes rarely meet, and what every read goes through stays in the nearest cache.
        var shards = Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount * 16), MinShards, MaxShards);
        _context = new StoreContext(
            clock, limits, endedRetention, journal, shards, epoch == 0 ? RandomPool.NextUInt64() : epoch);
        _journal = journal;
        _shards = [.. Enumerable.Range(0, shards).Select(index => new Shard(_context, index))];
        Name = name;
    }

    public string Name { get; }

    public ulong Epoch => _context.Epoch;

    internal IReadOnlyList<Shard> Shards => _shards;

    internal StoreContext Context => _context;

    public ValueTask<StoreResult> CreateAsync(in CreateCommand command, CancellationToken cancellationToken)
    {
        if (_isDisposed || cancellationToken.IsCancellationRequested)
        {
            return RefuseAsync(cancellationToken);
        }

        var hash = command.Key.GetHashCode();
        var result = CreateStep.Run(ShardOf(hash), command, hash, out var position);
        return TellAsync(ref result, position);
    }

    public ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken)
    {
        if (_isDisposed || cancellationToken.IsCancellationRequested)
        {
            return RefuseAsync(cancellationToken);
        }

        var hash = command.Key.GetHashCode();
        var shard = ShardOf(hash);
        if (!command.IsUse && !command.CheckSecret && command.Incarnation == 0 && command.Known.Version == 0
            && shard.TryRead(command.Key, hash, out var image, out var lastActivity))
        {
            return new ValueTask<StoreResult>(new StoreResult
            {
                Status = Status.Ok,
                Epoch = _context.Epoch,
                Image = image,
                LastActivity = lastActivity,
            });
        }

        var result = LoadStep.Run(shard, command, hash, out var position);
        return TellAsync(ref result, position);
    }

    public ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken)
    {
        if (_isDisposed || cancellationToken.IsCancellationRequested)
        {
            return RefuseAsync(cancellationToken);
        }

        var hash = command.Key.GetHashCode();
        var position = ApplyStep.Run(ShardOf(hash), command, hash, out var result);
        return TellAsync(ref result, position);
    }

    public ValueTask<StoreResult> TouchAsync(in TouchCommand command, CancellationToken cancellationToken)
    {
        if (_isDisposed || cancellationToken.IsCancellationRequested)
        {
            return RefuseAsync(cancellationToken);
        }

        var hash = command.Key.GetHashCode();
        var result = LoadStep.Run(ShardOf(hash), command, hash, out var position);
        return TellAsync(ref result, position);
    }

    public ValueTask<StoreResult> EndAsync(in EndCommand command, CancellationToken cancellationToken)
    {
        if (_isDisposed || cancellationToken.IsCancellationRequested)
        {
            return RefuseAsync(cancellationToken);
        }

        var hash = command.Key.GetHashCode();
        var result = EndStep.Run(ShardOf(hash), command, hash, out var position);
        return TellAsync(ref result, position);
    }

    public ValueTask<RevokeOutcome> RaiseSubjectEpochAsync(in RevokeCommand command, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<RevokeOutcome>(cancellationToken);
        }

        if (_isDisposed)
        {
            return new(new RevokeOutcome(Status.Unavailable, Operations.Refusal.Disposed, 0));
        }

        var hash = command.Except.GetHashCode();
        var shard = command.Except.IsDefault ? null : ShardOf(hash);
        var outcome = RevokeStep.Run(_shards, _context, command, shard, hash, out var position);
        return RevokedAsync(outcome, position);
    }

    public ValueTask<ExpireOutcome> ExpireDueAsync(int limit, CancellationToken cancellationToken)
    {
        var handled = 0;

        // Begins where the last call stopped, so that a limit never starves the shards behind it.
        for (var i = 0; i < _shards.Length && handled < limit && !cancellationToken.IsCancellationRequested && !_isDisposed; i++)
        {
            var shard = _shards[_sweepStart];
            int slice;
            do
            {
                slice = ExpireStep.Run(shard, Math.Min(SweepSlice, limit - handled));
                handled += slice;
            }
            while (slice >= SweepSlice && handled < limit);

            if (handled < limit)
            {
                _sweepStart = (_sweepStart + 1) % _shards.Length;
            }
        }

        _context.Subjects.ForgetEpochs(_context.Clock.Now - Timeouts.Longest.Ticks);
        return new ValueTask<ExpireOutcome>(new ExpireOutcome(Status.Ok, handled, MayHaveMore: handled >= limit));
    }

    public async ValueTask<SessionStatistics?> GetStatisticsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var statistics = StatisticsStep.Run(_shards, out var position);
        return await IsSyncedAsync(position).ConfigureAwait(false) ? statistics : null;
    }

    public async ValueTask<CandidatePage> ReadCandidatesAsync(
        string? subject, bool ended, string? cursor, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isDisposed)
        {
            return new CandidatePage([], null, Available: false);
        }

        long at = 0;
        if (cursor is not null && (!long.TryParse(cursor, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out at) || at < 0))
        {
            return new CandidatePage([], null, Available: true);
        }

        var page = QueryStep.Run(_shards, _context, subject, ended, at, limit);

        // What a listing leaves out depends on changes too, so it waits for all that came before its end.
        var position = _journal?.AppendedPosition ?? 0;
        return await IsSyncedAsync(position).ConfigureAwait(false) ? page : new CandidatePage([], null, Available: false);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (_journal is null)
        {
            // Nothing keeps these sessions: they end, and the totals say so.
            ExpireStep.EndAll(_shards, EndReason.Shutdown);
        }
    }

    internal Shard ShardOf(int hash) => _shards[hash & (_shards.Length - 1)];

    private static ValueTask<StoreResult> RefuseAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<StoreResult>(cancellationToken)
            : new ValueTask<StoreResult>(StoreResult.Of(Status.Unavailable, Operations.Refusal.Disposed));

    // Invariant 5: an answer that depends on a record waits for that record, and for nothing else.
    private ValueTask<StoreResult> TellAsync(ref StoreResult result, long position)
    {
        result.Epoch = _context.Epoch;
        if (_journal is null || position <= _journal.SyncedPosition)
        {
            return new ValueTask<StoreResult>(result);
        }

        return TellLaterAsync(result, position);
    }

    // Pooled, so that waiting allocates nothing; a box is wiped of its answer before it is used again (Invariant 11).
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<StoreResult> TellLaterAsync(StoreResult result, long position) =>
        await _journal!.WhenSyncedAsync(position).ConfigureAwait(false)
            ? result
            : StoreResult.Of(Status.Unavailable, Operations.Refusal.NotSynced);

    private async ValueTask<RevokeOutcome> RevokedAsync(RevokeOutcome outcome, long position) =>
        await IsSyncedAsync(position).ConfigureAwait(false)
            ? outcome
            : new RevokeOutcome(Status.Unavailable, Operations.Refusal.NotSynced, 0);

    private async ValueTask<bool> IsSyncedAsync(long position) =>
        _journal is null
        || position <= _journal.SyncedPosition
        || await _journal.WhenSyncedAsync(position).ConfigureAwait(false);
}
