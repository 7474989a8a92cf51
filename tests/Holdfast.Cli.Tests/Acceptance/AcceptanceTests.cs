using Holdfast.Cli.Tests.Hosting;

namespace Holdfast.Cli.Tests.Acceptance;

/// <summary>What the whole server is accepted by.</summary>
public sealed class AcceptanceTests
{
    [Fact]
    [Trait("Invariant", "1")]
    [Trait("Feature", "11")]
    [Trait("Fault", "K1")]
    public async Task Increments_2000By32ClientsOnOneCookie_CountExactly2000EachWithItsOwnValue()
    {
        const int Clients = 32, Clicks = 2000;
        await using var server = await RunningServer.StartAsync();
        var visitor = await server.SignInAsync();
        var next = 0;

        var values = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            var mine = new List<long>();
            while (Interlocked.Increment(ref next) <= Clicks)
            {
                var answer = await visitor.IncrementAsync();
                Assert.Equal(200, answer.Status);
                mine.Add(answer["value"].GetInt64());
            }

            return mine;
        }));

        Assert.Equal(Enumerable.Range(1, Clicks).Select(value => (long)value), values.SelectMany(value => value).Order());
        var session = await visitor.ReadAsync();
        Assert.Equal(Clicks, session["metadata"].GetProperty("hits").GetInt64());
        Assert.Equal(Clicks + 1, session["accessCount"].GetInt64());
        // The sign-in is version 1; every increment and the access are one more each.
        Assert.Equal(1 + Clicks + 1, session["version"].GetInt64());
    }

    [Fact]
    [Trait("Invariant", "1")]
    [Trait("Feature", "10")]
    public async Task Preferences_200ByAsManyClientsAtOnce_AreAllKept()
    {
        const int Clients = 200;
        await using var server = await RunningServer.StartAsync();
        var visitor = await server.SignInAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => visitor.PreferAsync($"pref.{client}", $"value {client}")));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(Clients, answers.Select(answer => answer["version"].GetInt64()).Distinct().Count());
        var metadata = (await visitor.ReadAsync())["metadata"];
        for (var client = 0; client < Clients; client++)
        {
            Assert.Equal($"value {client}", metadata.GetProperty($"pref.{client}").GetString());
        }
    }

    [Fact]
    [Trait("Invariant", "3")]
    [Trait("Feature", "20")]
    [Trait("Fault", "K3")]
    public async Task SignOut_Racing16Writes_IsFinalInEachOf50Rounds()
    {
        const int Rounds = 50, Writers = 16;
        await using var server = await RunningServer.StartAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var visitor = await server.SignInAsync();
            var holder = server.NewVisitor();
            holder.Cookies["session"] = visitor.Cookies["session"];

            var writes = Enumerable.Range(0, Writers)
                .Select(writer => writer % 2 == 0 ? holder.IncrementAsync() : holder.PreferAsync($"pref.{writer}", "x")).ToArray();
            var logout = await visitor.LogoutAsync();
            // The answer is here, so from now on nothing may get through, whatever of the race is still on its way.
            var late = await holder.IncrementAsync();
            var answers = await Task.WhenAll(writes);

            Assert.Equal(204, logout.Status);
            late.Problem(401, "session_ended");
            foreach (var answer in answers)
            {
                Assert.True(answer.Status is 200 or 401, $"round {round}: {answer.Status} {answer.Text}");
                Assert.Empty(answer.All("Set-Cookie"));
            }

            (await holder.ReadAsync()).Problem(401, "session_ended");
            var ended = await server.Manager.GetAsync(SessionId.Parse(holder.Cookies["session"]).Key, TestContext.Current.CancellationToken);
            Assert.Equal((Status.Ended, EndReason.LoggedOut), (ended.Status, ended.EndReason));
        }

        var totals = await server.StatisticsAsync();
        Assert.Equal((Rounds, 0, 0), (totals.Created, totals.Active, totals.ActiveActual));
    }
}
