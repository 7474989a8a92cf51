using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>Cancellation is honoured before the store is asked: then nothing happened; and a store that was shut down says so.</summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public class CancellationConformance<THarness> : StoreConformance<THarness>
    where THarness : StoreHarness, new()
{
    [Fact]
    [Trait("Fault", "K10")]
    public async Task EveryCall_CancelledBefore_ThrowsAndLeavesNoTrace()
    {
        var session = await Client.CreateAsync(changes => changes.SetSubject("ada").Set("a", "x"));
        var before = await Client.LoadAsync(session.Key);
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Client.TryCreateAsync(SessionKey.FromName("new"), token: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Client.LoadAsync(session.Key, token: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Client.ApplyAsync(session.Key, changes => changes.Set("a", "y"), token: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Client.TouchAsync(session.Key, token: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Client.EndAsync(session.Key, token: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Client.RevokeAsync("ada", token: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.GetStatisticsAsync(cancelled));

        var after = await Client.LoadAsync(session.Key);
        Expect.SameState(before.Image, after.Image);
        Assert.Equal(before.LastActivity, after.LastActivity);
        Assert.Equal(1, (await Client.StatisticsAsync()).Created);
    }

    [Fact]
    [Trait("Fault", "K10")]
    public async Task Sweep_CancelledBefore_EndsNothing()
    {
        await Client.CreateAsync();
        await AdvanceAsync(StoreClient.Idle + TimeSpan.FromSeconds(1));

        try
        {
            Assert.Equal(0, (await Store.ExpireDueAsync(10, new CancellationToken(canceled: true))).Handled);
        }
        catch (OperationCanceledException)
        {
            // As good: nothing was asked of the store.
        }

        Assert.Equal(1, (await Client.StatisticsAsync()).Active);
    }

    [Fact]
    [Trait("Invariant", "8")]
    public async Task EveryCall_AfterDisposal_IsUnavailableAndNeverNotFound()
    {
        var session = await Client.CreateAsync(changes => changes.SetSubject("ada"));
        await Store.DisposeAsync();

        Expect.Is(Status.Unavailable, await Client.LoadAsync(session.Key));
        Expect.Is(Status.Unavailable, await Client.OpenAsync(session.Secret));
        Expect.Is(Status.Unavailable, await Client.ApplyAsync(session.Key, changes => changes.Set("a", "x")));
        Expect.Is(Status.Unavailable, await Client.TouchAsync(session.Key));
        Expect.Is(Status.Unavailable, await Client.EndAsync(session.Key));
        Expect.Is(Status.Unavailable, await Client.TryCreateAsync(SessionKey.FromName("new")));
        Assert.Equal(Status.Unavailable, (await Client.RevokeAsync("ada")).Status);
        if (Store is IQueryableStore queries)
            Assert.False((await queries.ReadCandidatesAsync(null, ended: false, null, 10, TestContext.Current.CancellationToken)).Available);
    }

    [Fact]
    public async Task Dispose_Twice_IsOnce()
    {
        await Client.CreateAsync();
        await Store.DisposeAsync();
        await Store.DisposeAsync();
    }
}
