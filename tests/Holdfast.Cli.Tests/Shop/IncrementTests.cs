using Holdfast.Cli.Tests.Hosting;
using Holdfast.Verification;

namespace Holdfast.Cli.Tests.Shop;

[Trait("Feature", "114")]
public sealed class IncrementTests
{
    [Theory]
    [InlineData(null, "hits", 1)]
    [InlineData("", "hits", 1)]
    [InlineData("{}", "hits", 1)]
    [InlineData("""{"key":null,"by":null}""", "hits", 1)]
    [InlineData("""{"key":"cart.mug"}""", "cart.mug", 1)]
    [InlineData("""{"by":5,"extra":{"is":["ignored"]}}""", "hits", 5)]
    [InlineData("""{"by":0}""", "hits", 0)]
    [InlineData("""{"key":"debt","by":-3}""", "debt", -3)]
    [InlineData("""{"by":9223372036854775807}""", "hits", long.MaxValue)]
    public async Task Post_WhateverIsLeftOut_AnswersTheNewValue(string? body, string key, long expected)
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var side in (string[])[Visitor.Holdfast, Visitor.Stock])
        {
            var visitor = await server.SignInAsync(side: side);

            var answer = await visitor.IncrementAsync(body);

            Assert.Equal((200, "value"), (answer.Status, answer.Shape));
            Assert.Equal(expected, answer["value"].GetInt64());
            Assert.Equal(expected, (await visitor.ReadAsync())["metadata"].GetProperty(key).GetInt64());
        }
    }

    [Theory]
    [InlineData("""{"key":"note"}""", "wrong_type")]
    [InlineData("""{"key":"full","by":1}""", "counter_overflow")]
    public async Task Post_OnTextOrBeyondTheRange_Is409AndChangesNothing(string body, string code)
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var side in (string[])[Visitor.Holdfast, Visitor.Stock])
        {
            var visitor = await server.SignInAsync(side: side);
            await visitor.PreferAsync("note", "text");
            await visitor.IncrementAsync($$"""{"key":"full","by":{{long.MaxValue}}}""");

            (await visitor.IncrementAsync(body)).Problem(409, code);

            var metadata = (await visitor.ReadAsync())["metadata"];
            Assert.Equal("text", metadata.GetProperty("note").GetString());
            Assert.Equal(long.MaxValue, metadata.GetProperty("full").GetInt64());
        }
    }

    [Theory]
    [InlineData("""{"by":"5"}""", "malformed_json")]
    [InlineData("""{"by":1.5}""", "malformed_json")]
    [InlineData("""{"by":9223372036854775808}""", "malformed_json")]
    [InlineData("""{"key":""}""", "invalid_data_key")]
    public async Task Post_NoWholeNumberOrNoKey_Is400(string body, string code)
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var side in (string[])[Visitor.Holdfast, Visitor.Stock])
        {
            var visitor = await server.SignInAsync(side: side);
            (await visitor.IncrementAsync(body)).Problem(400, code);
            Assert.Empty((await visitor.ReadAsync())["metadata"].EnumerateObject());
        }
    }

    [Theory]
    [InlineData("?workMs=-1")]
    [InlineData("?workMs=1001")]
    [InlineData("?workMs=1.5")]
    [InlineData("?workMs=")]
    [InlineData("?workMs=99999999999999999999")]
    [InlineData("?workMs=1&workMs=2")]
    public async Task Post_WorkOutsideItsRange_Is400(string query)
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var side in (string[])[Visitor.Holdfast, Visitor.Stock])
        {
            var visitor = await server.SignInAsync(side: side);
            Assert.Contains("1000", (await visitor.IncrementAsync(query: query)).Problem(400, "invalid_value"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [Trait("Invariant", "1")]
    [InlineData(Visitor.Holdfast, 8)]
    [InlineData(Visitor.Stock, 1)]
    public async Task Post_EightThatAllReadBeforeAnyWrites_AreKeptByHoldfastAndLostByTheStockSession(string side, int kept)
    {
        const int Clicks = 8;
        var clock = new ManualTimeProvider();
        await using var server = await RunningServer.StartAsync(time: clock);
        var visitor = await server.SignInAsync(side: side);
        var idle = clock.ArmedTimers;

        var clicks = Enumerable.Range(0, Clicks).Select(_ => visitor.IncrementAsync(query: "?workMs=5")).ToArray();
        // Each of them has read the session and now works.
        await Until.Async(() => clock.ArmedTimers == idle + Clicks);
        clock.Advance(TimeSpan.FromMilliseconds(5));
        var answers = await Task.WhenAll(clicks);

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        var values = answers.Select(answer => answer["value"].GetInt64()).Order();
        Assert.Equal(side == Visitor.Holdfast ? Enumerable.Range(1, Clicks).Select(value => (long)value) : Enumerable.Repeat(1L, Clicks), values);
        Assert.Equal(kept, (await visitor.ReadAsync())["metadata"].GetProperty("hits").GetInt64());
    }

    [Fact]
    [Trait("Invariant", "3")]
    public async Task Post_WhoseSessionEndsWhileItWorks_Is401AndBringsNothingBack()
    {
        var clock = new ManualTimeProvider();
        await using var server = await RunningServer.StartAsync(time: clock);
        var visitor = await server.SignInAsync();
        var slow = server.NewVisitor();
        slow.Cookies["session"] = visitor.Cookies["session"];
        var idle = clock.ArmedTimers;
        var click = slow.IncrementAsync(query: "?workMs=1000");
        await Until.Async(() => clock.ArmedTimers == idle + 1);

        Assert.Equal(204, (await visitor.LogoutAsync()).Status);
        clock.Advance(TimeSpan.FromSeconds(1));

        var answer = await click;
        answer.Problem(401, "session_ended");
        Assert.Equal("logged_out", answer["reason"].GetString());
        Assert.Empty(answer.All("Set-Cookie"));
        Assert.Equal(401, (await slow.ReadAsync()).Status);
    }
}
