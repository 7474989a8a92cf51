namespace Holdfast.Verification;

/// <summary>Listing: what is there during the whole listing is seen exactly once, however others come and go.</summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public class QueryConformance<THarness> : StoreConformance<THarness>
    where THarness : StoreHarness, new()
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    [Trait("Feature", "72")]
    public async Task Query_Paged_SeesEverySessionOnce(int part)
    {
        var sessions = new List<SessionKey>();
        for (var i = 0; i < 60; i++) sessions.Add((await Client.CreateAsync()).Key);

        var seen = await ListAsync(null, ended: false, part);

        Assert.Equal(sessions.Select(key => key.ToString()).Order(), seen.Select(key => key.ToString()).Order());
    }

    [Fact]
    [Trait("Feature", "72")]
    public async Task Query_Paged_AnswersAboutAsManyAsAskedFor()
    {
        var queries = Needs.Queries(Store);
        for (var i = 0; i < 50; i++) await Client.CreateAsync();

        var page = await queries.ReadCandidatesAsync(null, ended: false, cursor: null, limit: 10, TestContext.Current.CancellationToken);

        Assert.True(page.Available);
        Assert.NotNull(page.Next);
        Assert.InRange(page.Items.Count, 1, 20);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ada")]
    [Trait("Feature", "72")]
    public async Task Query_WhileOthersComeAndGo_SeesWhatStaysExactlyOnce(string? subject)
    {
        Needs.Queries(Store);
        void Mine(ChangeSet changes)
        {
            if (subject is not null) changes.SetSubject(subject);
        }

        var staying = new HashSet<SessionKey>();
        var passing = new Queue<SessionKey>();
        for (var i = 0; i < 100; i++)
        {
            var session = await Client.CreateAsync(Mine);
            if (i % 2 == 0) staying.Add(session.Key);
            else passing.Enqueue(session.Key);
        }

        var seen = await ListAsync(subject, ended: false, part: 5, async () =>
        {
            for (var i = 0; i < 3 && passing.Count > 0; i++) await Client.EndAsync(passing.Dequeue());
            passing.Enqueue((await Client.CreateAsync(Mine)).Key);
        });

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Subset(seen.ToHashSet(), staying);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ada")]
    [Trait("Feature", "72")]
    [Trait("Invariant", "5")]
    public async Task Query_WhileThreadsCreateAndEnd_SeesWhatStaysExactlyOnce(string? subject)
    {
        Needs.Queries(Store);
        void Mine(ChangeSet changes)
        {
            if (subject is not null) changes.SetSubject(subject);
        }

        var staying = new HashSet<SessionKey>();
        for (var i = 0; i < 40; i++) staying.Add((await Client.CreateAsync(Mine)).Key);

        await Together.RunAsync(4, async i =>
        {
            if (i == 0)
            {
                for (var n = 0; n < 10; n++)
                {
                    var seen = await ListAsync(subject, ended: false, part: 7);
                    Assert.Equal(seen.Count, seen.Distinct().Count());
                    Assert.Subset(seen.ToHashSet(), staying);
                }

                return;
            }

            for (var n = 0; n < 100; n++) await Client.EndAsync((await Client.CreateAsync(Mine)).Key);
        });
    }

    [Fact]
    [Trait("Feature", "72")]
    public async Task Query_BySubject_SeesThatSubjectsAlone()
    {
        var mine = new List<SessionKey>();
        for (var i = 0; i < 12; i++)
        {
            var subject = i % 3 == 0 ? "ada" : "bob";
            var session = await Client.CreateAsync(changes => changes.SetSubject(subject));
            if (i % 3 == 0) mine.Add(session.Key);
        }

        await Client.CreateAsync();
        var signedIn = await Client.CreateAsync();
        await Client.ApplyAsync(signedIn.Key, changes => changes.SetSubject("ada"));
        mine.Add(signedIn.Key);

        var seen = await ListAsync("ada", ended: false, part: 2);

        Assert.Equal(mine.Select(key => key.ToString()).Order(), seen.Select(key => key.ToString()).Order());
        Assert.Empty(await ListAsync("nobody", ended: false, part: 2));
    }

    [Fact]
    [Trait("Feature", "72")]
    [Trait("Invariant", "3")]
    public async Task Query_LiveSessions_SkipsEndedRevokedAndExpiredOnes()
    {
        var live = await Client.CreateAsync(idle: TimeSpan.FromHours(2));
        await Client.EndAsync((await Client.CreateAsync()).Key);
        await Client.CreateAsync(changes => changes.SetSubject("ada"), idle: TimeSpan.FromHours(2));
        await Client.RevokeAsync("ada");
        await Client.CreateAsync(idle: TimeSpan.FromMinutes(5));
        await AdvanceAsync(TimeSpan.FromMinutes(6));

        Assert.Equal([live.Key], await ListAsync(null, ended: false, part: 10));
        Assert.Empty(await ListAsync("ada", ended: false, part: 10));
    }

    [Fact]
    [Trait("Feature", "36")]
    [Trait("Feature", "72")]
    public async Task Query_EndedSessions_SeesTheirRecordsAndReasons()
    {
        var queries = Needs.Queries(Store);
        await Client.CreateAsync();
        var completed = await Client.CreateAsync(changes => changes.SetSubject("ada"));
        await Client.EndAsync(completed.Key, EndReason.Completed);

        var page = await queries.ReadCandidatesAsync(null, ended: true, cursor: null, limit: 10, TestContext.Current.CancellationToken);

        var record = Assert.Single(page.Items);
        Assert.Equal((completed.Key, EndReason.Completed), (record.Image.Key, record.EndReason));
        Assert.Equal(SessionState.Ended, new Session(record.Image, record.LastActivity, Store.Epoch).State);
    }

    [Fact]
    [Trait("Feature", "72")]
    [Trait("Feature", "118")]
    public async Task Query_LiveSessions_AreAsManyAsTheTotalsSay()
    {
        for (var i = 0; i < 30; i++)
        {
            var session = await Client.CreateAsync();
            if (i % 4 == 0) await Client.EndAsync(session.Key);
        }

        Assert.Equal((await Client.StatisticsAsync()).Active, (await ListAsync(null, ended: false, part: 9)).Count);
    }

    [Fact]
    [Trait("Feature", "72")]
    public async Task Query_ACandidate_CarriesTheCurrentLastActivity()
    {
        var queries = Needs.Queries(Store);
        var session = await Client.CreateAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        var touched = await Client.TouchAsync(session.Key);

        var page = await queries.ReadCandidatesAsync(null, ended: false, cursor: null, limit: 10, TestContext.Current.CancellationToken);

        Assert.Equal(touched.LastActivity, Assert.Single(page.Items).LastActivity);
    }

    [Theory]
    [InlineData("no cursor at all")]
    [InlineData("ffffffffffffffff")]
    [InlineData("8000000000000000")]
    [InlineData("7fffffffffffffff")]
    [InlineData("7fffffff")]
    [InlineData("ffffffff")]
    [InlineData("1ffffffff")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999")]
    [Trait("Feature", "72")]
    [Trait("Invariant", "4")]
    public async Task Query_CursorThatWasNeverGivenOut_IsNoFault(string cursor)
    {
        var queries = Needs.Queries(Store);
        for (var i = 0; i < 20; i++) await Client.CreateAsync(changes => changes.SetSubject("ada"));

        foreach (var subject in (string?[])[null, "ada"])
        {
            var page = await queries.ReadCandidatesAsync(subject, ended: false, cursor, limit: 50, TestContext.Current.CancellationToken);
            Assert.True(page.Available);
            Assert.InRange(page.Items.Count, 0, 20);
        }
    }

    private async Task<List<SessionKey>> ListAsync(string? subject, bool ended, int part, Func<Task>? between = null)
    {
        var queries = Needs.Queries(Store);
        var seen = new List<SessionKey>();
        string? cursor = null;
        do
        {
            var page = await queries.ReadCandidatesAsync(subject, ended, cursor, part, TestContext.Current.CancellationToken);
            Assert.True(page.Available);
            seen.AddRange(page.Items.Select(candidate => candidate.Image.Key));
            cursor = page.Next;
            if (between is not null) await between();
        }
        while (cursor is not null);
        return seen;
    }
}
