using System.Diagnostics;

namespace Holdfast.Tests;

/// <summary>Each operation is one activity that says what was done and how it came out, and nothing about whose session it was.</summary>
[Trait("Feature", "123")]
public sealed class TraceTests : IAsyncLifetime
{
    private const string Subject = "ada.lovelace";

    private readonly ManagerGround _ground = new();
    private readonly Activity _root = new("test");
    private readonly List<Activity> _seen = [];
    private readonly ActivityListener _listener = new();
    private SessionId _id;

    private SessionManager Manager => _ground.Manager;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _id = await _ground.CreateAsync();

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _root.Dispose();
        return _ground.DisposeAsync();
    }

    [Fact]
    public async Task Operations_OfTheManager_AreOneActivityEach()
    {
        var key = _id.Key;
        Listen();
        await Manager.CreateAsync(new NewSession { Name = "cart-7", Subject = Subject }, Token);
        await Manager.GetOrCreateAsync(new NewSession { Name = "cart-7" }, Token);
        await Manager.GetAsync(key, Token);
        await Manager.OpenAsync(_id, cancellationToken: Token);
        await Manager.UpdateAsync(key, static changes => changes.Set("a", 2), Token);
        await Manager.UpdateIfAsync(key, new SessionToken(1, 1, 1), static changes => changes.Set("a", 2), Token);
        await Manager.RecordAccessAsync(key, Token);
        await Manager.TouchAsync(key, Token);
        await Manager.RegenerateAsync(key, Token);
        await Manager.OpenAsync(_id, cancellationToken: Token);
        await Manager.QueryAsync(new SessionQuery(), cancellationToken: Token);
        await Manager.GetStatisticsAsync(Token);
        await Manager.EndAsync(key, EndReason.Completed, Token);
        await Manager.EndAsync(key, cancellationToken: Token);
        await Manager.RevokeSubjectAsync(Subject, cancellationToken: Token);
        await Manager.Sweeper.SweepAsync(Token);

        Assert.Equal(
            [
                "holdfast.create ok", "holdfast.create ok", "holdfast.get ok", "holdfast.open ok", "holdfast.update ok", "holdfast.update conflict",
                "holdfast.update ok", "holdfast.touch ok", "holdfast.regenerate ok", "holdfast.open ended", "holdfast.query ok",
                "holdfast.statistics ok", "holdfast.end ok completed", "holdfast.end ended completed", "holdfast.revoke ok", "holdfast.expire ok",
            ],
            Seen());
    }

    [Fact]
    public async Task Operations_OfAScope_AreOneActivityEach()
    {
        Listen();
        var scope = await _ground.ScopeAsync(_id);
        await scope.Change(changes => changes.Set("a", 2)).CommitAsync(Token);
        await scope.CommitAsync(Token);
        await scope.SignInAsync(Subject, cancellationToken: Token);
        await scope.EndAsync(cancellationToken: Token);
        await scope.Change(changes => changes.Set("a", 3)).CommitAsync(Token);

        Assert.Equal(["holdfast.open ok", "holdfast.commit ok", "holdfast.regenerate ok", "holdfast.end ok logged_out", "holdfast.create ok"], Seen());
    }

    [Fact]
    public async Task Activities_WhoeverTheSessionBelongsTo_NameNeitherKeyNorSubjectNorSecret()
    {
        Listen();
        var scope = await _ground.ScopeAsync(_id);
        await scope.SignInAsync(Subject, cancellationToken: Token);
        await Manager.GetAsync(_id.Key, Token);

        Assert.NotEmpty(_seen);
        Assert.All(_seen, activity =>
        {
            Assert.All(activity.TagObjects, static tag => Assert.Contains(tag.Key, (string[])["store", "outcome", "reason"]));
            var told = string.Join(' ', activity.TagObjects.Select(static tag => tag.Value)) + activity.DisplayName;
            Assert.DoesNotContain(Subject, told, StringComparison.Ordinal);
            Assert.DoesNotContain(_id.Key.ToString(null, null), told, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Activity_OfAStoreThatIsGone_IsAnError()
    {
        Listen();
        await Manager.Store.GetStatisticsAsync(Token);
        await Manager.DisposeAsync();

        await Manager.GetAsync(_id.Key, Token);

        Assert.Equal((ActivityStatusCode.Unset, ActivityStatusCode.Error), (_seen[0].Status, _seen[1].Status));
        Assert.Equal("holdfast.get unavailable", Seen().Last());
    }

    [Fact]
    public async Task Activity_OfAnOperation_LeavesTheCallersOwnInPlace()
    {
        Listen();

        await Manager.GetAsync(_id.Key, Token);

        Assert.Same(_root, Activity.Current);
        Assert.Equal(_root.SpanId, Assert.Single(_seen).ParentSpanId);
    }

    [Fact]
    public async Task Operations_WhileNobodyListens_MakeNoActivityAndAskTheStoreItself()
    {
        _root.Start();
        await Manager.GetAsync(_id.Key, Token);

        Assert.Empty(_seen);
        Assert.Same(_root, Activity.Current);
    }

    private void Listen()
    {
        _root.Start();
        _listener.ShouldListenTo = static source => source.Name == "Holdfast";

        // Other tests run meanwhile: only what happens below this test's own activity is looked at.
        _listener.Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
            options.Parent.TraceId == _root.TraceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None;
        _listener.ActivityStopped = activity =>
        {
            if (activity.TraceId == _root.TraceId)
            {
                _seen.Add(activity);
            }
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private IEnumerable<string> Seen() =>
        _seen.Select(static activity => $"{activity.OperationName} {activity.GetTagItem("outcome")} {activity.GetTagItem("reason")}".TrimEnd());
}
