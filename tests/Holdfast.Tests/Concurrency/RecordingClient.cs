using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>
/// One client of a session: calls the manager, and records each call with what it was answered. Every method answers that too, or null for a
/// call whose outcome nobody learned.
/// </summary>
internal sealed class RecordingClient(SessionHistory history, int number)
{
    private SessionManager Manager => history.Manager;

    private SessionKey Key => history.Key;

    public async Task<ModelOutcome?> ReadAsync()
    {
        var call = history.Recorder.Begin(number, ModelOperation.Read());
        return Looked(call, HistoryWords.Of(await Manager.GetAsync(Key)));
    }

    public async Task<ModelOutcome?> OpenAsync(KnownSecret secret)
    {
        var call = history.Recorder.Begin(number, ModelOperation.Open(secret.Version) with { Incarnation = secret.Incarnation });
        return Looked(call, HistoryWords.Of(await Manager.OpenAsync(secret.Id)));
    }

    public async Task<ModelOutcome?> TouchAsync()
    {
        var call = history.Recorder.Begin(number, ModelOperation.Touch());
        return Looked(call, HistoryWords.Of(await Manager.TouchAsync(Key)));
    }

    public async Task<ModelOutcome?> TouchAsync(KnownSecret secret)
    {
        var call = history.Recorder.Begin(number, ModelOperation.Touch() with { Secret = secret.Version, Incarnation = secret.Incarnation });
        return Looked(call, HistoryWords.Of(await Manager.TouchAsync(secret.Id)));
    }

    public async Task<ModelOutcome?> SetAsync(string key, ModelValue value)
    {
        var call = history.Recorder.Begin(number, ModelOperation.Set(key, value));
        return Changed(call, HistoryWords.Of(await Manager.UpdateAsync(Key, changes => Set(changes, key, value))));
    }

    public async Task<ModelOutcome?> IncrementAsync(string key, long by)
    {
        var call = history.Recorder.Begin(number, ModelOperation.Increment(key, by));
        return Changed(call, HistoryWords.Of(await Manager.UpdateAsync(Key, changes => changes.Increment(key, by))));
    }

    public async Task<ModelOutcome?> RemoveAsync(string key)
    {
        var call = history.Recorder.Begin(number, ModelOperation.Remove(key));
        return Changed(call, HistoryWords.Of(await Manager.UpdateAsync(Key, changes => changes.Remove(key))));
    }

    /// <summary>Several operations as one: what one of them is refused, none of them has done.</summary>
    public async Task<ModelOutcome?> SetTwoAndCountAsync(ModelValue value, string counter)
    {
        var call = history.Recorder.Begin(
            number, ModelOperation.Apply(ModelChange.Set("one", value), ModelChange.Set("other", value), ModelChange.Increment(counter)));
        return Changed(call, HistoryWords.Of(await Manager.UpdateAsync(Key, changes => Set(Set(changes, "one", value), "other", value).Increment(counter))));
    }

    public async Task<ModelOutcome?> ClearAsync()
    {
        var call = history.Recorder.Begin(number, ModelOperation.Clear());
        return Changed(call, HistoryWords.Of(await Manager.UpdateAsync(Key, changes => changes.Clear())));
    }

    public async Task<ModelOutcome?> RecordAccessAsync()
    {
        var call = history.Recorder.Begin(number, ModelOperation.Apply(ModelChange.RecordAccess()));
        return Changed(call, HistoryWords.Of(await Manager.RecordAccessAsync(Key)));
    }

    public async Task<ModelOutcome?> UpdateIfAsync(Session seen, string key, ModelValue value)
    {
        var call = history.Recorder.Begin(number, UpdateIf(seen, key, value));
        return Changed(call, HistoryWords.Of(await Manager.UpdateIfAsync(Key, seen.Token, changes => Set(changes, key, value))));
    }

    /// <summary>Adds one to a number the long way: what it commits depends on the state that its last run was shown.</summary>
    public async Task<ModelOutcome?> ReadModifyWriteAsync(string key)
    {
        var operation = ModelOperation.Apply();
        var call = history.Recorder.Begin(number, operation);
        var result = await Manager.UpdateAsync(Key, (seen, changes) =>
        {
            var next = (seen.Data.GetInt64(key) ?? 0) + 1;
            changes.Set(key, next);
            operation = UpdateIf(seen, key, next);
        });
        var outcome = HistoryWords.Of(result)!;
        call.Complete(outcome, operation);
        return outcome;
    }

    public async Task<ModelOutcome?> EndAsync(EndReason reason = EndReason.LoggedOut)
    {
        var call = history.Recorder.Begin(number, ModelOperation.End(HistoryWords.Text(reason)));
        return Changed(call, HistoryWords.Of(await Manager.EndAsync(Key, reason)));
    }

    /// <summary>Ends the session by its subject. Who ends nothing came too late or was helped: then its place in the order stays open.</summary>
    public async Task<ModelOutcome?> RevokeAsync(string subject)
    {
        var call = history.Recorder.Begin(number, ModelOperation.End(HistoryWords.Text(EndReason.Revoked)));
        var result = await Manager.RevokeSubjectAsync(subject);
        return Changed(call, result is { Status: Status.Ok, EndedCount: 1 } ? ModelOutcome.Ok() : null);
    }

    public async Task<ModelOutcome?> RegenerateAsync()
    {
        var call = history.Recorder.Begin(number, ModelOperation.Regenerate());
        var result = await Manager.RegenerateAsync(Key);
        if (result.Id is { } id) history.Learn(id, result.Session!);
        return Changed(call, HistoryWords.Of(result));
    }

    /// <summary>Creates the named session, or gets it; its first data tell its lives apart.</summary>
    public async Task<ModelOutcome?> CreateAsync(long life, bool orGet)
    {
        var data = ModelData.Empty.With("life", life);
        var operation = orGet ? ModelOperation.GetOrCreate(data) : ModelOperation.Create(data);
        var call = history.Recorder.Begin(number, operation);
        var session = history.Fresh(new Dictionary<string, SessionValue>(StringComparer.Ordinal) { ["life"] = life });
        var result = orGet ? await Manager.GetOrCreateAsync(session) : await Manager.CreateAsync(session);
        var outcome = HistoryWords.Of(result);
        if (result.Status != Status.Ok) return Changed(call, outcome);
        call.Complete(outcome!, operation with { Incarnation = HistoryWords.Incarnation(result.Session!) });
        return outcome;
    }

    public async Task<RecordingScope?> OpenScopeAsync(KnownSecret secret) => (await TryOpenScopeAsync(secret)).Scope;

    public async Task<(ModelOutcome? Opened, RecordingScope? Scope)> TryOpenScopeAsync(KnownSecret secret)
    {
        var call = history.Recorder.Begin(number, ModelOperation.Open(secret.Version) with { Incarnation = secret.Incarnation });
        var scope = Manager.OpenScope(secret.Id);
        var opened = Looked(call, HistoryWords.Of(await scope.LoadAsync()));
        return (opened, scope.HasSession ? new RecordingScope(history, number, scope, secret) : null);
    }

    internal static ChangeSet Set(ChangeSet changes, string key, ModelValue value) =>
        value.Text is { } text ? changes.Set(key, text) : changes.Set(key, value.Number!.Value);

    /// <summary>What could not be answered has changed nothing that anybody could see.</summary>
    internal static ModelOutcome? Looked(RecordedCall<ModelOperation, ModelOutcome> call, ModelOutcome? outcome)
    {
        if (outcome is null) call.Discard();
        else call.Complete(outcome);
        return outcome;
    }

    /// <summary>What could not be answered may have happened all the same: the call stays open.</summary>
    internal static ModelOutcome? Changed(RecordedCall<ModelOperation, ModelOutcome> call, ModelOutcome? outcome)
    {
        if (outcome is not null) call.Complete(outcome);
        return outcome;
    }

    private static ModelOperation UpdateIf(Session seen, string key, ModelValue value) =>
        ModelOperation.UpdateIf(seen.Version, ModelChange.Set(key, value)) with { IfIncarnation = HistoryWords.Incarnation(seen) };
}
