using Holdfast.Operations;

namespace Holdfast.Verification;

/// <summary>Revoking a subject: when it has answered, none of its sessions can be read, whatever was going on meanwhile.</summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public class RevokeConformance<THarness> : StoreConformance<THarness>
    where THarness : StoreHarness, new()
{
    [Fact]
    [Trait("Feature", "13")]
    [Trait("Invariant", "3")]
    public async Task Revoke_ASubject_EndsItsSessionsAndNobodyElses()
    {
        var mine = new List<Holder>();
        for (var i = 0; i < 20; i++) mine.Add(await CreateOfAsync("ada"));
        var theirs = await CreateOfAsync("bob");
        var anonymous = await Client.CreateAsync();

        var outcome = await Client.RevokeAsync("ada");

        Assert.Equal(Status.Ok, outcome.Status);
        Assert.InRange(outcome.Ended, 0, 20);
        foreach (var session in mine)
        {
            Expect.Ended(EndReason.Revoked, await Client.OpenAsync(session.Secret));
            Expect.Ended(EndReason.Revoked, await Client.ApplyAsync(session.Key, changes => changes.Set("a", "x")));
        }

        Expect.Ok(await Client.LoadAsync(theirs.Key));
        Expect.Ok(await Client.LoadAsync(anonymous.Key));
        var statistics = await Client.StatisticsAsync();
        Assert.Equal((2L, 20L), (statistics.Active, statistics.Ended[EndReason.Revoked]));
    }

    [Fact]
    [Trait("Feature", "13")]
    public async Task Revoke_ASubjectThatHasNone_IsOk()
    {
        var outcome = await Client.RevokeAsync("nobody");

        Assert.Equal((Status.Ok, 0), (outcome.Status, outcome.Ended));
        Assert.Equal(0, (await Client.StatisticsAsync()).Created);
    }

    [Fact]
    [Trait("Feature", "13")]
    [Trait("Invariant", "3")]
    public async Task Revoke_Except_KeepsThatOneWithoutANewVersion()
    {
        var kept = await CreateOfAsync("ada");
        var other = await CreateOfAsync("ada");

        var outcome = await Client.RevokeAsync("ada", kept.Key);

        Assert.Equal(Status.Ok, outcome.Status);
        Expect.Ended(EndReason.Revoked, await Client.LoadAsync(other.Key));
        Assert.Equal(1, (await Client.ReadAsync(kept.Key)).Version);
        Expect.Ok(await Client.OpenAsync(kept.Secret));
    }

    [Fact]
    [Trait("Invariant", "3")]
    [Trait("Invariant", "4")]
    public async Task Revoke_ExceptAnEarlierLifeOfAName_IsRefused()
    {
        var first = await Client.CreateAsync(changes => changes.SetSubject("ada"), name: "cart-7");
        await Client.EndAsync(first.Key);
        var second = await Client.CreateAsync(changes => changes.SetSubject("ada"), name: "cart-7");

        Assert.Equal(Status.Invalid, (await Client.RevokeAsync("ada", first.Key, first.Incarnation)).Status);
        Expect.Ok(await Client.LoadAsync(second.Key));
        Assert.Equal(Status.Ok, (await Client.RevokeAsync("ada", second.Key, second.Incarnation)).Status);
        Expect.Ok(await Client.LoadAsync(second.Key));
    }

    [Fact]
    [Trait("Invariant", "3")]
    public async Task Revoke_AgainWithoutTheException_EndsThatOneToo()
    {
        var kept = await CreateOfAsync("ada");
        await Client.RevokeAsync("ada", kept.Key);
        await Client.RevokeAsync("ada", kept.Key);
        Expect.Ok(await Client.LoadAsync(kept.Key));

        Assert.Equal(Status.Ok, (await Client.RevokeAsync("ada")).Status);

        Expect.Ended(EndReason.Revoked, await Client.LoadAsync(kept.Key));
    }

    [Theory]
    [InlineData("another subject's")]
    [InlineData("anonymous")]
    [InlineData("ended")]
    [InlineData("never issued")]
    [Trait("Feature", "13")]
    [Trait("Invariant", "8")]
    public async Task Revoke_ExceptOneThatIsNotOfTheSubject_IsRefusedAndChangesNothing(string which)
    {
        var mine = await CreateOfAsync("ada");
        var except = which switch
        {
            "another subject's" => (await CreateOfAsync("bob")).Key,
            "anonymous" => (await Client.CreateAsync()).Key,
            "ended" => await EndedOfAsync("ada"),
            _ => SessionKey.Issue(),
        };
        var active = (await Client.StatisticsAsync()).Active;

        var outcome = await Client.RevokeAsync("ada", except);

        Assert.Equal((Status.Invalid, Refusal.NotOfSubject, 0), (outcome.Status, outcome.Refusal, outcome.Ended));
        Expect.Ok(await Client.OpenAsync(mine.Secret));
        Assert.Equal(active, (await Client.StatisticsAsync()).Active);
    }

    [Fact]
    [Trait("Feature", "13")]
    [Trait("Invariant", "3")]
    public async Task Create_AuthenticatedBeforeTheRevocation_IsRefusedAndLeavesNothing()
    {
        NeedsClockThatStandsStill();
        var before = Harness.Now;
        await AdvanceAsync(TimeSpan.FromTicks(1));
        await Client.RevokeAsync("ada");

        var refused = await Client.TryCreateAsync(SessionKey.FromName("late"), first: changes => changes.SetSubject("ada", before));

        Expect.Refused(Status.Invalid, Refusal.SubjectRevoked, refused);
        Expect.Is(Status.NotFound, await Client.LoadAsync(SessionKey.FromName("late")));
        Assert.Equal(0, (await Client.StatisticsAsync()).Created);
    }

    [Fact]
    [Trait("Feature", "13")]
    public async Task Create_AuthenticatedAtTheInstantOfTheRevocation_CountsAsAfter()
    {
        NeedsClockThatStandsStill();
        await Client.RevokeAsync("ada");

        var created = await Client.CreateAsync(changes => changes.SetSubject("ada", Harness.Now));

        Expect.Ok(await Client.OpenAsync(created.Secret));
    }

    [Fact]
    [Trait("Invariant", "3")]
    public async Task SetSubject_AuthenticatedBeforeTheRevocation_IsRefusedAndTheSessionStaysAnonymous()
    {
        var session = await Client.CreateAsync();
        var before = Harness.Now;
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await Client.RevokeAsync("ada");

        var refused = await Client.ApplyAsync(session.Key, changes => changes.Set("a", "x").SetSubject("ada", before));

        Expect.Refused(Status.Invalid, Refusal.SubjectRevoked, refused);
        var read = await Client.ReadAsync(session.Key);
        Assert.Equal((null, 1L, 0), (read.Subject, read.Version, read.Data.Count));
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        Expect.Ok(await Client.ApplyAsync(session.Key, changes => changes.SetSubject("ada")));
    }

    [Fact]
    [Trait("Invariant", "3")]
    public async Task SetSubject_AgainAfterTheRevocation_RevivesNothing()
    {
        var session = await CreateOfAsync("ada");
        await Client.RevokeAsync("ada");
        await AdvanceAsync(TimeSpan.FromSeconds(1));

        Expect.Ended(EndReason.Revoked, await Client.ApplyAsync(session.Key, changes => changes.SetSubject("ada")));
        Expect.Ended(EndReason.Revoked, await Client.LoadAsync(session.Key));
    }

    [Fact]
    [Trait("Feature", "13")]
    [Trait("Invariant", "3")]
    public async Task Revoke_ASubjectSetLater_EndsThatSession()
    {
        var session = await Client.CreateAsync();
        Expect.Ok(await Client.ApplyAsync(session.Key, changes => changes.SetSubject("ada")));

        Assert.Equal(Status.Ok, (await Client.RevokeAsync("ada")).Status);

        Expect.Ended(EndReason.Revoked, await Client.OpenAsync(session.Secret));
    }

    [Fact]
    [Trait("Feature", "2")]
    public async Task Create_NameThatWasRevoked_IsMadeAnew()
    {
        var first = await Client.CreateAsync(changes => changes.SetSubject("ada"), name: "cart-7");
        await Client.RevokeAsync("ada");
        await AdvanceAsync(TimeSpan.FromSeconds(1));

        var second = await Client.CreateAsync(changes => changes.SetSubject("ada"), name: "cart-7");

        Assert.NotEqual(first.Incarnation, second.Incarnation);
        Expect.Ended(EndReason.Revoked, await Client.LoadAsync(first.Key, first.Incarnation));
    }

    [Fact]
    [Trait("Feature", "13")]
    [Trait("Invariant", "3")]
    [Trait("Invariant", "7")]
    [Trait("Fault", "K3")]
    public async Task Revoke_RacingCreatesAndSignIns_LeavesOnlyThoseThatAuthenticatedAfterIt()
    {
        NeedsClockThatStandsStill();
        for (var round = 0; round < 20; round++)
        {
            var subject = $"subject-{round}";
            var before = Harness.Now;
            var anonymous = await Client.CreateAsync();
            await CreateOfAsync(subject);
            await AdvanceAsync(TimeSpan.FromTicks(1));

            var made = await Together.RunAsync(8, async i =>
            {
                switch (i)
                {
                    case 0:
                        Assert.Equal(Status.Ok, (await Client.RevokeAsync(subject)).Status);
                        return null;
                    case 1:
                        var signedIn = await Client.ApplyAsync(anonymous.Key, changes => changes.SetSubject(subject, before));
                        return signedIn.Status == Status.Ok ? anonymous : null;
                    default:
                        var id = SessionId.Issue(SessionKey.Issue());
                        var created = await Client.TryCreateAsync(id.Key, id, changes => changes.SetSubject(subject, before));
                        return created.Status == Status.Ok ? new Holder(id.Key, id, 0, 1, created.Image) : null;
                }
            });

            foreach (var session in made.OfType<Holder>()) Expect.Ended(EndReason.Revoked, await Client.OpenAsync(session.Secret));
        }
    }

    [Fact]
    [Trait("Feature", "13")]
    [Trait("Invariant", "3")]
    [Trait("Fault", "K3")]
    public async Task Revoke_RacingUpdates_WinsAgainstEveryReadThatBeginsAfterIt()
    {
        for (var round = 0; round < 20; round++)
        {
            var subject = $"subject-{round}";
            var session = await CreateOfAsync(subject);
            var isRevoked = new StrongBox();

            await Together.RunAsync(6, async i =>
            {
                if (i == 0)
                {
                    await Client.RevokeAsync(subject);
                    isRevoked.Set();
                    return;
                }

                for (var n = 0; n < 20; n++)
                {
                    var begunAfter = isRevoked.IsSet;
                    var result = i % 2 == 0
                        ? await Client.OpenAsync(session.Secret)
                        : await Client.ApplyAsync(session.Key, changes => changes.Increment("n"));
                    if (begunAfter) Expect.Ended(EndReason.Revoked, result);
                }
            });
        }
    }

    private Task<Holder> CreateOfAsync(string subject) => Client.CreateAsync(changes => changes.SetSubject(subject));

    private async Task<SessionKey> EndedOfAsync(string subject)
    {
        var session = await CreateOfAsync(subject);
        await Client.EndAsync(session.Key);
        return session.Key;
    }

    private sealed class StrongBox
    {
        private volatile bool _isSet;

        public bool IsSet => _isSet;

        public void Set() => _isSet = true;
    }
}
