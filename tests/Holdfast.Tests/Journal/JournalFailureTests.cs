using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>A journal that cannot sync any more: what depends on the lost part is unavailable, and nothing is ever "not found" for it.</summary>
public sealed class JournalFailureTests : IAsyncLifetime
{
    private readonly JournaledHarness _harness = new();
    private StoreClient _client = null!;
    private Holder _changed = null!;
    private Holder _untouched = null!;

    public async ValueTask InitializeAsync()
    {
        await _harness.OpenAsync(new StoreSettings());
        _client = new StoreClient(_harness);
        _harness.Journal.SyncsAtOnce = true;
        _changed = await _client.CreateAsync(changes => changes.SetSubject("ada"), name: "changed");
        _untouched = await _client.CreateAsync(changes => changes.Set("a", "x"));
        _harness.Journal.SyncsAtOnce = false;
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    [Trait("Invariant", "5")]
    [Trait("Invariant", "8")]
    public async Task Fail_WhileAnswersWait_MakesEachUnavailable()
    {
        var changing = _client.ApplyAsync(_changed.Key, changes => changes.Set("a", "lost")).AsTask();
        var reading = _client.LoadAsync(_changed.Key).AsTask();
        var ending = _client.EndAsync(_changed.Key).AsTask();
        var revoking = _client.RevokeAsync("ada").AsTask();
        var creating = _client.TryCreateAsync(SessionKey.FromName("new")).AsTask();
        var listing = _harness.InProcess.ReadCandidatesAsync(null, ended: false, null, 10, CancellationToken.None).AsTask();
        var counting = _harness.InProcess.GetStatisticsAsync(CancellationToken.None).AsTask();

        _harness.Journal.Fail();

        Expect.Is(Status.Unavailable, await changing);
        Expect.Is(Status.Unavailable, await reading);
        Expect.Is(Status.Unavailable, await ending);
        Expect.Is(Status.Unavailable, await creating);
        Assert.Equal(Status.Unavailable, (await revoking).Status);
        Assert.False((await listing).Available);
        Assert.Null(await counting);
    }

    [Fact]
    [Trait("Invariant", "5")]
    public async Task Fail_ThenQuestionsOnTheLostPart_AreUnavailableAndNeverNotFound()
    {
        var lost = _client.ApplyAsync(_changed.Key, changes => changes.Set("a", "lost")).AsTask();
        var created = _client.TryCreateAsync(SessionKey.FromName("new")).AsTask();
        _harness.Journal.Fail();
        Expect.Is(Status.Unavailable, await lost);
        Expect.Is(Status.Unavailable, await created);

        Expect.Is(Status.Unavailable, await _client.LoadAsync(_changed.Key));
        Expect.Is(Status.Unavailable, await _client.ApplyAsync(_changed.Key, changes => changes.Set("a", "x")));
        Expect.Is(Status.Unavailable, await _client.EndAsync(_changed.Key));
        Expect.Is(Status.Unavailable, await _client.LoadAsync(_changed.Key));
        Expect.Is(Status.Unavailable, await _client.LoadAsync(SessionKey.FromName("new")));
        Expect.Is(Status.Unavailable, await _client.TryCreateAsync(SessionKey.FromName("new")));
    }

    [Fact]
    [Trait("Invariant", "5")]
    public async Task Fail_ThenWhatIsSynced_IsReadAsBeforeAndChangedNoMore()
    {
        var lost = _client.ApplyAsync(_changed.Key, changes => changes.Set("a", "lost")).AsTask();
        _harness.Journal.Fail();
        Expect.Is(Status.Unavailable, await lost);

        Assert.Equal("x", (await _client.ReadAsync(_untouched.Key)).Data.GetString("a"));
        Expect.Ok(await _client.OpenAsync(_untouched.Secret));
        Expect.Ok(await _client.TouchAsync(_untouched.Secret));
        Expect.Is(Status.Unavailable, await _client.ApplyAsync(_untouched.Key, changes => changes.Set("a", "y")));
    }

    [Fact]
    [Trait("Invariant", "3")]
    [Trait("Invariant", "5")]
    public async Task Fail_WhileAnEndWaits_NeverShowsTheSessionAliveAgain()
    {
        var ending = _client.EndAsync(_untouched.Key).AsTask();
        _harness.Journal.Fail();

        Expect.Is(Status.Unavailable, await ending);
        Expect.Is(Status.Unavailable, await _client.LoadAsync(_untouched.Key));
        Expect.Is(Status.Unavailable, await _client.OpenAsync(_untouched.Secret));
        Expect.Is(Status.Unavailable, await _client.TouchAsync(_untouched.Key));
    }
}
