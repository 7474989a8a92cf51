using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>A store in front of another that passes everything on; derived classes change one thing.</summary>
internal abstract class DelegatingStore(IHoldfastStore inner) : IHoldfastStore, IQueryableStore
{
    public virtual string Name => Inner.Name;

    public virtual ulong Epoch => Inner.Epoch;

    protected IHoldfastStore Inner { get; } = inner;

    public virtual ValueTask<StoreResult> CreateAsync(in CreateCommand command, CancellationToken cancellationToken) =>
        Inner.CreateAsync(command, cancellationToken);

    public virtual ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken) =>
        Inner.LoadAsync(command, cancellationToken);

    public virtual ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken) =>
        Inner.ApplyAsync(command, cancellationToken);

    public virtual ValueTask<StoreResult> TouchAsync(in TouchCommand command, CancellationToken cancellationToken) =>
        Inner.TouchAsync(command, cancellationToken);

    public virtual ValueTask<StoreResult> EndAsync(in EndCommand command, CancellationToken cancellationToken) =>
        Inner.EndAsync(command, cancellationToken);

    public virtual ValueTask<RevokeOutcome> RaiseSubjectEpochAsync(in RevokeCommand command, CancellationToken cancellationToken) =>
        Inner.RaiseSubjectEpochAsync(command, cancellationToken);

    public virtual ValueTask<ExpireOutcome> ExpireDueAsync(int limit, CancellationToken cancellationToken) => Inner.ExpireDueAsync(limit, cancellationToken);

    public virtual ValueTask<SessionStatistics?> GetStatisticsAsync(CancellationToken cancellationToken) => Inner.GetStatisticsAsync(cancellationToken);

    public virtual ValueTask<CandidatePage> ReadCandidatesAsync(
        string? subject, bool ended, string? cursor, int limit, CancellationToken cancellationToken) =>
        ((IQueryableStore)Inner).ReadCandidatesAsync(subject, ended, cursor, limit, cancellationToken);

    public virtual ValueTask DisposeAsync() => Inner.DisposeAsync();
}
