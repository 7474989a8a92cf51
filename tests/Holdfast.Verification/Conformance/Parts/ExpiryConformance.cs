using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>
/// Expiry: a session is over when now ≥ its deadline, decided at the moment of use, whichever call comes first. Every call is tried at one
/// tick before, at, and one tick after both kinds of deadline.
/// </summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public class ExpiryConformance<THarness> : StoreConformance<THarness>
    where THarness : StoreHarness, new()
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Theory]
    [MemberData(nameof(ConformanceData.Boundaries), MemberType = typeof(ConformanceData))]
    [Trait("Feature", "31")]
    [Trait("Feature", "32")]
    [Trait("Invariant", "6")]
    [Trait("Fault", "T6")]
    [Trait("Defect", "C1")]
    public async Task Call_AroundTheDeadline_FindsTheSessionAliveUntilItAndEndedFromItOn(string call, bool absolute, long ticksAfter)
    {
        NeedsClockThatStandsStill();
        var idle = TimeSpan.FromMinutes(20);
        var session = await Client.CreateAsync(
            changes => changes.SetSubject("ada"), idle: idle, absolute: absolute ? idle : TimeSpan.FromHours(24));
        var holder = await Client.HoldAsync(session.Secret);
        await AdvanceAsync(idle + TimeSpan.FromTicks(ticksAfter));

        var result = await CallAsync(call, holder);

        var reason = absolute ? EndReason.AbsoluteTimeout : EndReason.IdleTimeout;
        if (ticksAfter < 0)
        {
            Expect.Ok(result);
            return;
        }

        Expect.Ended(reason, result);
        var statistics = await Client.StatisticsAsync();
        Assert.Equal((1L, 0L, 1L), (statistics.Created, statistics.Active, statistics.Ended[reason]));
        Expect.Ended(reason, await Client.LoadAsync(session.Key));
    }

    [Theory]
    [InlineData(false, -1)]
    [InlineData(false, 0)]
    [InlineData(false, 1)]
    [InlineData(true, -1)]
    [InlineData(true, 0)]
    [InlineData(true, 1)]
    [Trait("Feature", "2")]
    [Trait("Invariant", "6")]
    [Trait("Fault", "T6")]
    public async Task Create_NameAroundItsDeadline_IsRefusedUntilItAndMadeAnewFromItOn(bool absolute, long ticksAfter)
    {
        NeedsClockThatStandsStill();
        var idle = TimeSpan.FromMinutes(20);
        var first = await Client.CreateAsync(name: "cart-7", idle: idle, absolute: absolute ? idle : TimeSpan.FromHours(24));
        await AdvanceAsync(idle + TimeSpan.FromTicks(ticksAfter));

        var second = await Client.TryCreateAsync(first.Key);

        Assert.Equal(ticksAfter < 0 ? Status.AlreadyExists : Status.Ok, second.Status);
        Assert.Equal(ticksAfter < 0, second.Image.Incarnation == first.Incarnation);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [Trait("Feature", "36")]
    [Trait("Fault", "T6")]
    public async Task Query_AroundTheDeadline_ListsUntilItAndSkipsFromItOnAndEndsNothing(long ticksAfter)
    {
        NeedsClockThatStandsStill();
        var queries = Needs.Queries(Store);
        await Client.CreateAsync();
        await AdvanceAsync(StoreClient.Idle + TimeSpan.FromTicks(ticksAfter));

        var page = await queries.ReadCandidatesAsync(null, ended: false, cursor: null, limit: 10, TestContext.Current.CancellationToken);

        Assert.Equal(ticksAfter < 0 ? 1 : 0, page.Items.Count);
        Assert.Equal((1L, 0L), await ActiveAndEndedAsync());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [Trait("Invariant", "6")]
    [Trait("Fault", "T6")]
    public async Task Revoke_ExceptAroundTheDeadline_KeepsTheSessionUntilItAndNoneFromItOn(long ticksAfter)
    {
        NeedsClockThatStandsStill();
        var session = await Client.CreateAsync(changes => changes.SetSubject("ada"));
        await AdvanceAsync(StoreClient.Idle + TimeSpan.FromTicks(ticksAfter));

        var outcome = await Client.RevokeAsync("ada", session.Key);

        Assert.Equal(ticksAfter < 0 ? Status.Ok : Status.Invalid, outcome.Status);
        Expect.Is(ticksAfter < 0 ? Status.Ok : Status.Ended, await Client.LoadAsync(session.Key));
    }

    [Fact]
    [Trait("Feature", "31")]
    [Trait("Invariant", "6")]
    [Trait("Fault", "T6")]
    public async Task Sweep_OneTickBeforeTheDeadline_EndsNothing()
    {
        NeedsClockThatStandsStill();
        var session = await Client.CreateAsync();
        await AdvanceAsync(StoreClient.Idle - Tick);

        await Client.SweepAsync();

        Assert.Equal((1L, 0L), await ActiveAndEndedAsync());
        Expect.Ok(await Client.LoadAsync(session.Key));
    }

    [Fact]
    [Trait("Feature", "31")]
    public async Task Sweep_WithinASecondOfTheDeadline_EndsTheSession()
    {
        await Client.CreateAsync();
        await AdvanceAsync(StoreClient.Idle + TimeSpan.FromSeconds(1));

        await Client.SweepAsync();

        Assert.Equal((0L, 1L), await ActiveAndEndedAsync());
    }

    [Fact]
    [Trait("Invariant", "6")]
    [Trait("Fault", "T6")]
    public async Task Use_OneTickBeforeTheDeadline_GivesTheFullIdleTimeoutAgain()
    {
        NeedsClockThatStandsStill();
        var session = await Client.CreateAsync();
        await AdvanceAsync(StoreClient.Idle - Tick);
        Expect.Ok(await Client.OpenAsync(session.Secret));
        await AdvanceAsync(StoreClient.Idle - Tick);

        Expect.Ok(await Client.LoadAsync(session.Key));
        await AdvanceAsync(Tick);

        Expect.Ended(EndReason.IdleTimeout, await Client.LoadAsync(session.Key));
    }

    [Fact]
    [Trait("Feature", "32")]
    public async Task Call_BothDeadlinesAtOnce_NamesTheAbsoluteOne()
    {
        NeedsClockThatStandsStill();
        var session = await Client.CreateAsync(idle: TimeSpan.FromMinutes(20), absolute: TimeSpan.FromMinutes(20));
        await AdvanceAsync(TimeSpan.FromMinutes(20));

        Expect.Ended(EndReason.AbsoluteTimeout, await Client.LoadAsync(session.Key));
    }

    [Fact]
    [Trait("Invariant", "6")]
    public async Task SetSubject_OnALiveSession_RestartsBothDeadlines()
    {
        NeedsClockThatStandsStill();
        var session = await Client.CreateAsync(idle: TimeSpan.FromMinutes(20), absolute: TimeSpan.FromMinutes(30));
        await AdvanceAsync(TimeSpan.FromMinutes(15));
        Expect.Ok(await Client.ApplyAsync(session.Key, changes => changes.SetSubject("ada")));
        await AdvanceAsync(TimeSpan.FromMinutes(19));
        Expect.Ok(await Client.TouchAsync(session.Key));

        await AdvanceAsync(TimeSpan.FromMinutes(11) - Tick);
        Expect.Ok(await Client.LoadAsync(session.Key));
        await AdvanceAsync(Tick);

        Expect.Ended(EndReason.AbsoluteTimeout, await Client.LoadAsync(session.Key));
    }

    [Fact]
    [Trait("Invariant", "6")]
    public async Task SetSubject_AuthenticatedLongAgo_BringsTheAbsoluteDeadlineNearer()
    {
        var session = await Client.CreateAsync(idle: TimeSpan.FromHours(1), absolute: TimeSpan.FromHours(1));

        Expect.Ok(await Client.ApplyAsync(session.Key, changes => changes.SetSubject("ada", Harness.Now - TimeSpan.FromMinutes(50))));
        await AdvanceAsync(TimeSpan.FromMinutes(10));

        Expect.Ended(EndReason.AbsoluteTimeout, await Client.UseAsync(session.Key));
    }

    [Fact]
    [Trait("Invariant", "6")]
    public async Task SetSubject_AuthenticatedBeforeTheAbsoluteTimeout_IsRefusedAndChangesNothing()
    {
        var session = await Client.CreateAsync(absolute: TimeSpan.FromHours(1));

        var refused = await Client.ApplyAsync(session.Key, changes => changes.SetSubject("ada", Harness.Now - TimeSpan.FromHours(2)));

        Expect.Refused(Status.Invalid, Operations.Refusal.AuthenticationTooOld, refused);
        Assert.Equal((1L, null), (refused.Image.Version, (await Client.ReadAsync(session.Key)).Subject));
    }

    [Fact]
    [Trait("Invariant", "5")]
    [Trait("Invariant", "6")]
    [Trait("Fault", "T6")]
    public async Task Calls_ManyAtOnceAtTheDeadline_AgreeOnOneVerdict()
    {
        NeedsClockThatStandsStill();
        for (var round = 0; round < 10; round++)
        {
            var session = await Client.CreateAsync();
            var holder = await Client.HoldAsync(session.Secret);
            await AdvanceAsync(StoreClient.Idle);

            var results = await Together.RunAsync(ConformanceData.Calls.Count, async i => await CallAsync(ConformanceData.Calls[i], holder));

            Assert.All(results, result => Expect.Ended(EndReason.IdleTimeout, result));
        }

        Assert.Equal((0L, 10L), await ActiveAndEndedAsync());
    }

    private async Task<(long Active, long Ended)> ActiveAndEndedAsync()
    {
        var statistics = await Client.StatisticsAsync();
        Assert.Equal(statistics.Created, statistics.Active + statistics.EndedTotal);
        return (statistics.Active, statistics.EndedTotal);
    }

    private async ValueTask<StoreResult> CallAsync(string call, Holder holder) => call switch
    {
        "load" => await Client.LoadAsync(holder.Key),
        "use" => await Client.UseAsync(holder.Key),
        "open" => await Client.OpenAsync(holder.Secret),
        "open passively" => await Client.OpenAsync(holder.Secret, passive: true),
        "known version" => await Client.LoadAsync(holder.Key, holder.Incarnation, Client.TokenOf(holder, 1)),
        "apply" => await Client.ApplyAsync(holder.Key, changes => changes.Set("a", "x")),
        "commit" => await Client.CommitAsync(holder, changes => changes.AddTag("t")),
        "no-op" => await Client.ApplyAsync(holder.Key, changes => changes.Remove("absent")),
        "touch" => await Client.TouchAsync(holder.Key),
        "touch by secret" => await Client.TouchAsync(holder.Secret),
        "end" => await Client.EndAsync(holder.Key),
        "regenerate" => (await Client.TryRegenerateAsync(holder)).Result,
        _ => throw new ArgumentOutOfRangeException(nameof(call), call, null),
    };
}
