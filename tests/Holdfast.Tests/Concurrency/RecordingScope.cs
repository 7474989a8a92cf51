using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>A scope on a session that it has loaded, each of its calls recorded with what the scope holds: base, secret, incarnation.</summary>
internal sealed class RecordingScope(SessionHistory history, int number, SessionScope scope, KnownSecret secret)
{
    private long _base = scope.Session!.Version;
    private long _secret = secret.Version;

    /// <summary>Whether it still has its session: after an end a scope would go on with another one.</summary>
    public bool IsOpen => scope.HasSession;

    public Task<ModelOutcome?> SetAsync(string key, ModelValue value) =>
        CommitAsync(ModelChange.Set(key, value), changes => RecordingClient.Set(changes, key, value));

    public Task<ModelOutcome?> IncrementAsync(string key) => CommitAsync(ModelChange.Increment(key), changes => changes.Increment(key));

    public Task<ModelOutcome?> ClearAsync() => CommitAsync(ModelChange.Clear(), changes => changes.Clear());

    public async Task<ModelOutcome?> RegenerateAsync(TimeSpan grace = default)
    {
        var call = history.Recorder.Begin(number, Held(ModelOperation.Regenerate(grace > TimeSpan.Zero)));
        var result = await scope.RegenerateAsync(grace);
        if (result.Id is { } id) NewSecret(id, result.Session!);
        return RecordingClient.Changed(call, HistoryWords.Of(result));
    }

    public async Task<ModelOutcome?> SignInAsync(string subject)
    {
        var call = history.Recorder.Begin(number, Held(ModelOperation.Apply(ModelChange.SetSubject(), ModelChange.Regenerate())));
        var result = await scope.SignInAsync(subject);
        if (result.IsOk) NewSecret(scope.IssuedId!.Value, result.Session!);
        return RecordingClient.Changed(call, HistoryWords.Of(result));
    }

    public async Task<ModelOutcome?> EndAsync()
    {
        var call = history.Recorder.Begin(number, Held(ModelOperation.End()));
        return RecordingClient.Changed(call, HistoryWords.Of(await scope.EndAsync()));
    }

    private async Task<ModelOutcome?> CommitAsync(ModelChange change, Action<ChangeSet> record)
    {
        var call = history.Recorder.Begin(number, Held(ModelOperation.Apply(change)));
        var result = await scope.Change(record).CommitAsync();
        if (result.IsOk) _base = result.Session!.Version;
        return RecordingClient.Changed(call, HistoryWords.Of(result));
    }

    private ModelOperation Held(ModelOperation operation) => operation with
    {
        Base = _base,
        Secret = _secret,
        Incarnation = secret.Incarnation,
    };

    private void NewSecret(SessionId id, Session session)
    {
        (_base, _secret) = (session.Version, session.Version);
        history.Learn(id, session);
    }
}
