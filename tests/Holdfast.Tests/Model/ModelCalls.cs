using Holdfast.Storage;
using Holdfast.Storage.InProcess;

namespace Holdfast.Tests;

/// <summary>Calls the real manager and store, and puts their answers into the words of the reference.</summary>
internal sealed class ModelCalls(SessionManager manager, IHoldfastStore calls, InProcessStore store)
{
    public async Task<(ReferenceAnswer Answer, CreateResult Result)> CreateAsync(
        string? name, IReadOnlyList<ReferenceOperation> operations, TimeSpan idle, TimeSpan absolute, bool orGet, long now)
    {
        var subject = operations.FirstOrDefault(operation => operation.Kind == ReferenceOperationKind.SetSubject);
        var session = new NewSession
        {
            Name = name,
            Subject = subject?.Key,
            DisplayName = subject?.Key.ToUpperInvariant(),
            AuthenticatedAt = subject is null || subject.Number == 0 ? null : new DateTimeOffset(now, TimeSpan.Zero).AddSeconds(-subject.Number),
            Tags = [.. operations.Where(operation => operation.Kind == ReferenceOperationKind.AddTag).Select(operation => operation.Key)],
            Data = operations.Where(operation => operation.Kind == ReferenceOperationKind.Set)
                .ToDictionary(operation => operation.Key, operation => operation.Value!.Text is { } text ? (SessionValue)text : operation.Value.Number!.Value),
            IdleTimeout = idle,
            AbsoluteTimeout = absolute,
        };
        var result = orGet ? await manager.GetOrCreateAsync(session) : await manager.CreateAsync(session);
        return (Answer(result.Status, result.Error, null, result.Session), result);
    }

    public async Task<ReferenceAnswer> GetAsync(SessionKey key, List<SessionToken> tokens)
    {
        var result = await manager.GetAsync(key);
        if (result is { Status: Status.Ok, Session: { } session }) tokens.Add(session.Token);
        return Answer(result.Status, result.Error, result.EndReason, result.Session);
    }

    public async Task<ReferenceAnswer> OpenAsync(SessionId id, bool passive)
    {
        var result = await manager.OpenAsync(id, passive);
        return Answer(result.Status, result.Error, result.EndReason, result.Session);
    }

    public async Task<ReferenceAnswer> UpdateAsync(SessionKey key, IReadOnlyList<ReferenceOperation> operations, long now) =>
        Answer(await manager.UpdateAsync(key, changes => Record(changes, operations, now)));

    public async Task<ReferenceAnswer> UpdateIfAsync(SessionKey key, SessionToken token, IReadOnlyList<ReferenceOperation> operations, long now) =>
        Answer(await manager.UpdateIfAsync(key, token, changes => Record(changes, operations, now)));

    public async Task<ReferenceAnswer> ReadModifyWriteAsync(SessionKey key, IReadOnlyList<ReferenceOperation> operations, long now) =>
        Answer(await manager.UpdateAsync(key, (_, changes) => Record(changes, operations, now)));

    public async Task<ReferenceAnswer> RecordAccessAsync(SessionKey key) => Answer(await manager.RecordAccessAsync(key));

    public async Task<ReferenceAnswer> TouchAsync(SessionKey key) => Answer(await manager.TouchAsync(key));

    public async Task<ReferenceAnswer> TouchAsync(SessionId id) => Answer(await manager.TouchAsync(id));

    public async Task<ReferenceAnswer> EndAsync(SessionKey key, EndReason reason)
    {
        var result = await manager.EndAsync(key, reason);
        return Answer(result.Status, result.Error, result.EndReason, result.Session);
    }

    public async Task<ReferenceAnswer> EndAsync(ReferenceHolder holder) => Answer(await calls.EndAsync(
        new EndCommand
        {
            Key = holder.Key,
            Incarnation = holder.Incarnation,
            Generation = holder.Generation,
            Base = holder.Base,
            Reason = EndReason.LoggedOut,
        },
        CancellationToken.None));

    public async Task<(ReferenceAnswer Answer, SessionId? Id)> RegenerateAsync(SessionKey key)
    {
        var result = await manager.RegenerateAsync(key);
        return (Answer(result.Status, result.Error, result.EndReason, result.Session), result.Id);
    }

    public async Task<ReferenceAnswer> RevokeAsync(string subject, SessionKey? except)
    {
        var result = await manager.RevokeSubjectAsync(subject, except);
        return Answer(result.Status, result.Error, null, null);
    }

    public async Task<(ReferenceAnswer Answer, StoreResult Result)> CommitAsync(
        ReferenceHolder holder, IReadOnlyList<ReferenceOperation> operations, SessionId? secret, TimeSpan grace, long now)
    {
        var changes = new ChangeSet(manager.Options.Limits);
        Record(changes, operations, now);
        if (changes.Error is { } error) return (Answer(changes.Limit is null ? Status.Invalid : Status.Limited, error, null, null), StoreResult.Of(Status.Limited));
        if (secret is { } issued)
        {
            var digest = issued.Digest();
            changes.Writer.Regenerate(digest, grace.Ticks);
        }

        var result = await calls.ApplyAsync(
            new ApplyCommand
            {
                Key = holder.Key,
                Incarnation = holder.Incarnation,
                Generation = holder.Generation,
                Base = holder.Base,
                BaseEpoch = store.Epoch,
                Operations = changes.Writer.WrittenMemory,
                OperationCount = changes.Count,
                CountAccess = true,
            },
            CancellationToken.None);
        return (Answer(result) with { Unseen = result.OverwroteUnseen }, result);
    }

    public async Task<List<string>> ListAsync(string? subject, bool ended, int limit)
    {
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await ((IQueryableStore)calls).ReadCandidatesAsync(ended ? null : subject, ended, cursor, limit, CancellationToken.None);
            seen.AddRange(page.Items
                .Select(item => (Session: new Session(item.Image, item.LastActivity, store.Epoch), item.EndReason))
                .Where(item => subject is null || item.Session.Subject == subject)
                .Select(item => ReferenceSession.Describe(item.Session, item.EndReason)));
            cursor = page.Next;
        }
        while (cursor is not null);
        return seen;
    }

    /// <summary>Every record of the store as it lies there, without a call that could end something.</summary>
    public IEnumerable<string> AllRecords()
    {
        foreach (var shard in store.Shards)
        {
            for (var slot = 0; slot < shard.Slots.Capacity; slot++)
            {
                if (!shard.Slots.IsUsed(slot)) continue;
                var image = shard.Records[shard.Records.PositionOf(slot, shard.Slots[slot].Hash)].Session;
                yield return ReferenceSession.Describe(new Session(image, image.LastActivity, store.Epoch), image.IsEnded ? shard.Slots[slot].EndReason : null);
            }
        }
    }

    public (long Created, long Active, string Ended) Totals()
    {
        var statistics = StatisticsStep.Run([.. store.Shards], out _);
        Assert.Equal(statistics.Active, statistics.ActiveActual);
        return (statistics.Created, statistics.Active, string.Join(",", statistics.Ended.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key} {entry.Value}")));
    }

    private static void Record(ChangeSet changes, IReadOnlyList<ReferenceOperation> operations, long now)
    {
        foreach (var operation in operations) operation.Record(changes, now);
    }

    private static ReferenceAnswer Answer(in ChangeResult result) =>
        Answer(result.Status, result.Error, result.EndReason, result.Session);

    private static ReferenceAnswer Answer(in StoreResult result) => Answer(
        result.Status, RefusalText.Of(result), result.EndReason, result.Image.IsNone ? null : new Session(result.Image, result.LastActivity, result.Epoch));

    private static ReferenceAnswer Answer(Status status, HoldfastError? error, EndReason? reason, Session? session) =>
        new(status, error?.Code, reason, session is null ? null : ReferenceSession.Describe(session, reason));
}
