using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>
/// Which answers wait for a sync: those that depend on a change that a crash could take back, and no others. Each test leaves one change
/// unsynced and asks.
/// </summary>
public sealed class JournalWaitTests : IAsyncLifetime
{
    private readonly JournaledHarness _harness = new();
    private StoreClient _client = null!;
    private Holder _session = null!;
    private Holder _other = null!;

    private ManualJournal Journal => _harness.Journal;

    public async ValueTask InitializeAsync()
    {
        await _harness.OpenAsync(new StoreSettings());
        _client = new StoreClient(_harness);
        Journal.SyncsAtOnce = true;
        _session = await _client.CreateAsync(changes => changes.Set("a", "synced"));
        _other = await _client.CreateAsync(changes => changes.SetSubject("bob"));
        await _harness.AdvanceAsync(TimeSpan.FromSeconds(1));
        Journal.SyncsAtOnce = false;
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Theory]
    [InlineData("apply")]
    [InlineData("end")]
    [InlineData("regenerate")]
    [InlineData("create")]
    [InlineData("revoke")]
    [Trait("Invariant", "5")]
    [Trait("Invariant", "8")]
    public async Task Change_UntilItIsSynced_IsNotAcknowledged(string change)
    {
        var answering = Change(change);
        Assert.False(answering.IsCompleted);
        Journal.Sync(Journal.AppendedPosition - 1);
        Assert.False(answering.IsCompleted);

        Journal.Sync();

        Assert.Equal(Status.Ok, await answering);
    }

    [Theory]
    [InlineData("load")]
    [InlineData("load by secret")]
    [InlineData("use")]
    [InlineData("known state")]
    [InlineData("no-op")]
    [InlineData("stale expectation")]
    [InlineData("key condition")]
    [InlineData("wrong type")]
    [InlineData("query")]
    [InlineData("statistics")]
    [Trait("Invariant", "5")]
    public async Task Answer_OnAnUnsyncedChange_WaitsForIt(string question)
    {
        var changing = _client.ApplyAsync(_session.Key, changes => changes.Set("a", "unsynced")).AsTask();
        var answering = Ask(question);
        Assert.False(answering.IsCompleted);

        Journal.Sync();

        await answering;
        Expect.Ok(await changing);
    }

    [Theory]
    [InlineData("load")]
    [InlineData("load by secret")]
    [InlineData("use")]
    [InlineData("known state")]
    [InlineData("no-op")]
    [InlineData("stale expectation")]
    [InlineData("key condition")]
    [InlineData("wrong type")]
    [Trait("Invariant", "5")]
    public void Answer_OnASyncedSession_WaitsForNobodyElsesChange(string question)
    {
        var changing = _client.ApplyAsync(_other.Key, changes => changes.Set("a", "unsynced")).AsTask();

        Assert.True(Ask(question).IsCompletedSuccessfully);
        Assert.False(changing.IsCompleted);
    }

    [Fact]
    [Trait("Invariant", "5")]
    public void Answer_AboutASessionThatWasNever_WaitsForNothing()
    {
        var changing = _client.ApplyAsync(_session.Key, changes => changes.Set("a", "unsynced")).AsTask();

        Assert.True(_client.LoadAsync(SessionKey.Issue()).AsTask().IsCompleted);
        Assert.True(_client.OpenAsync(SessionId.Issue(_other.Key)).AsTask().IsCompleted);
        Assert.False(changing.IsCompleted);
    }

    [Fact]
    [Trait("Invariant", "5")]
    public async Task Touch_OnAnUnsyncedChange_WaitsForNothingAndTellsNothingOfIt()
    {
        var changing = _client.ApplyAsync(_session.Key, changes => changes.Set("a", "unsynced")).AsTask();

        var touching = _client.TouchAsync(_session.Key).AsTask();
        var bySecret = _client.TouchAsync(_session.Secret).AsTask();

        Assert.True(touching.IsCompleted && bySecret.IsCompleted);
        Assert.True((await touching).Image.IsNone && (await bySecret).Image.IsNone);
        Expect.Ok(await touching);
        Journal.Sync();
        Expect.Ok(await changing);
    }

    [Theory]
    [InlineData("load")]
    [InlineData("apply")]
    [InlineData("touch")]
    [InlineData("end")]
    [InlineData("create again")]
    [InlineData("query")]
    [Trait("Invariant", "3")]
    [Trait("Invariant", "5")]
    public async Task Answer_OnAnUnsyncedEnd_WaitsForIt(string question)
    {
        var ending = _client.EndAsync(_session.Key).AsTask();

        var answering = question switch
        {
            "load" => StatusOf(_client.LoadAsync(_session.Key)),
            "apply" => StatusOf(_client.ApplyAsync(_session.Key, changes => changes.Set("a", "late"))),
            "touch" => StatusOf(_client.TouchAsync(_session.Key)),
            "end" => StatusOf(_client.EndAsync(_session.Key)),
            "create again" => StatusOf(_client.TryCreateAsync(_session.Key, _session.Id)),
            _ => Listed(null),
        };
        Assert.False(answering.IsCompleted);

        Journal.Sync();

        Assert.Equal(question == "query" ? Status.Ok : Status.Ended, await answering);
        Expect.Ok(await ending);
    }

    [Fact]
    [Trait("Invariant", "5")]
    public async Task Create_NameWhoseCreationIsUnsynced_WaitsForItAndThenExistsAlready()
    {
        var key = SessionKey.FromName("cart-7");
        var first = _client.TryCreateAsync(key).AsTask();
        var second = _client.TryCreateAsync(key).AsTask();
        var third = _client.TryCreateAsync(key, useExisting: true).AsTask();
        Assert.False(second.IsCompleted || third.IsCompleted);

        Journal.Sync();

        Expect.Ok(await first);
        Expect.Is(Status.AlreadyExists, await second);
        Expect.Ok(await third);
    }

    [Fact]
    [Trait("Invariant", "3")]
    [Trait("Invariant", "5")]
    public async Task Open_SecretWhoseReplacementIsUnsynced_IsToldAfterTheSync()
    {
        var regenerating = _client.TryRegenerateAsync(_session);
        var old = _client.OpenAsync(_session.Secret).AsTask();
        var touching = _client.TouchAsync(_session.Secret).AsTask();
        var committing = _client.CommitAsync(_session, changes => changes.Set("a", "late")).AsTask();
        Assert.False(old.IsCompleted || touching.IsCompleted || committing.IsCompleted || regenerating.IsCompleted);

        Journal.Sync();

        Expect.Superseded(await old);
        Expect.Superseded(await touching);
        Expect.Superseded(await committing);
        Expect.Ok((await regenerating).Result);
    }

    [Fact]
    [Trait("Invariant", "3")]
    [Trait("Invariant", "5")]
    public async Task SetSubject_RefusedByAnUnsyncedRevocation_IsToldAfterTheSync()
    {
        var before = _harness.Now.AddSeconds(-1);
        var revoking = _client.RevokeAsync("ada").AsTask();

        var creating = _client.TryCreateAsync(SessionKey.FromName("late"), first: changes => changes.SetSubject("ada", before)).AsTask();
        var setting = _client.ApplyAsync(_session.Key, changes => changes.SetSubject("ada", before)).AsTask();
        Assert.False(creating.IsCompleted, "The creation was refused by a revocation that a crash could take back.");
        Assert.False(setting.IsCompleted, "The change was refused by a revocation that a crash could take back.");

        Journal.Sync();

        Expect.Is(Status.Invalid, await creating);
        Expect.Is(Status.Invalid, await setting);
        Assert.Equal(Status.Ok, (await revoking).Status);
    }

    [Fact]
    [Trait("Invariant", "5")]
    public async Task Revoke_RefusedByAnUnsyncedEnd_IsToldAfterTheSync()
    {
        var ending = _client.EndAsync(_other.Key).AsTask();
        var revoking = _client.RevokeAsync("bob", _other.Key).AsTask();
        Assert.False(revoking.IsCompleted, "It was refused by an end that a crash could take back.");

        Journal.Sync();

        Assert.Equal(Status.Invalid, (await revoking).Status);
        Expect.Ok(await ending);
    }

    [Fact]
    [Trait("Invariant", "5")]
    [Trait("Invariant", "6")]
    public async Task Load_FindingTheSessionExpired_WaitsForTheEndItCommits()
    {
        await _harness.AdvanceAsync(StoreClient.Idle);
        var loading = _client.LoadAsync(_session.Key).AsTask();
        Assert.False(loading.IsCompleted);

        Journal.Sync();

        Expect.Ended(EndReason.IdleTimeout, await loading);
    }

    [Fact]
    [Trait("Invariant", "5")]
    public async Task Sync_OfAPart_ReleasesThatPartAlone()
    {
        var first = _client.ApplyAsync(_session.Key, changes => changes.Set("n", 1)).AsTask();
        var position = Journal.AppendedPosition;
        var second = _client.ApplyAsync(_session.Key, changes => changes.Set("n", 2)).AsTask();

        Journal.Sync(position);

        Expect.Ok(await first);
        Assert.Equal(1, StoreClient.View(await first).Data.GetInt64("n"));
        Assert.False(second.IsCompleted);
        Journal.Sync();
        Assert.Equal(2, StoreClient.View(await second).Data.GetInt64("n"));
    }

    private Task<Status> Change(string change) => change switch
    {
        "apply" => StatusOf(_client.ApplyAsync(_session.Key, changes => changes.Set("a", "x"))),
        "end" => StatusOf(_client.EndAsync(_session.Key)),
        "regenerate" => Regenerated(),
        "create" => StatusOf(_client.TryCreateAsync(SessionKey.FromName("new"))),
        _ => StatusOf(_client.RevokeAsync("bob")),
    };

    private Task<Status> Ask(string question) => question switch
    {
        "load" => StatusOf(_client.LoadAsync(_session.Key)),
        "load by secret" => StatusOf(_client.OpenAsync(_session.Secret, passive: true)),
        "use" => StatusOf(_client.OpenAsync(_session.Secret)),
        "known state" => StatusOf(_client.LoadAsync(_session.Key, _session.Incarnation, _client.TokenOf(_session, 2))),
        "no-op" => StatusOf(_client.ApplyAsync(_session.Key, changes => changes.Remove("absent"))),
        "stale expectation" => StatusOf(_client.ApplyAsync(_session.Key, changes => changes.Set("a", "x"), expected: _client.TokenOf(_session, 77))),
        "key condition" => StatusOf(_client.ApplyAsync(_session.Key, changes => changes.IfKeyVersion("a", 77))),
        "wrong type" => StatusOf(_client.ApplyAsync(_session.Key, changes => changes.Increment("a"))),
        "query" => Listed(null),
        _ => Counted(),
    };

    private async Task<Status> Listed(string? subject) =>
        (await _harness.InProcess.ReadCandidatesAsync(subject, ended: false, null, 10, CancellationToken.None)).Available ? Status.Ok : Status.Unavailable;

    private static async Task<Status> StatusOf(ValueTask<StoreResult> answering) => (await answering).Status;

    private static async Task<Status> StatusOf(ValueTask<RevokeOutcome> answering) => (await answering).Status;

    private async Task<Status> Regenerated() => (await _client.TryRegenerateAsync(_session)).Result.Status;

    private async Task<Status> Counted() => await _client.StatisticsAsync() is not null ? Status.Ok : Status.Unavailable;
}
