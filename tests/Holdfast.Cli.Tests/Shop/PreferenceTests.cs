using Holdfast.Cli.Tests.Hosting;

namespace Holdfast.Cli.Tests.Shop;

[Trait("Feature", "114")]
public sealed class PreferenceTests
{
    [Theory]
    [InlineData(Visitor.Holdfast)]
    [InlineData(Visitor.Stock)]
    public async Task Put_KeyAndValue_AnswersTheNewVersion(string side)
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = await server.SignInAsync(side: side);
        var before = (await visitor.ReadAsync())["version"].GetInt64();

        var answer = await visitor.PreferAsync("theme", "dark");

        Assert.Equal((200, "success version"), (answer.Status, answer.Shape));
        Assert.True(answer["success"].GetBoolean());
        Assert.Equal(before + 1, answer["version"].GetInt64());
    }

    [Theory]
    [InlineData("")]
    [InlineData("dark")]
    public async Task Put_AnyTextEvenAnEmptyOne_IsKeptAsItIs(string value)
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var side in (string[])[Visitor.Holdfast, Visitor.Stock])
        {
            var visitor = await server.SignInAsync(side: side);
            Assert.Equal(200, (await visitor.PreferAsync("theme", value)).Status);
            Assert.Equal(value, (await visitor.ReadAsync())["metadata"].GetProperty("theme").GetString());
        }
    }

    [Theory]
    [Trait("Feature", "64")]
    [InlineData(0, 1, "invalid_data_key")]
    [InlineData(257, 1, "invalid_data_key")]
    [InlineData(1, (256 * 1024) + 1, "value_too_large")]
    public async Task Put_OutsideTheLimits_Is400AndChangesNothing(int keyLength, int valueLength, string code)
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var side in (string[])[Visitor.Holdfast, Visitor.Stock])
        {
            var visitor = await server.SignInAsync(side: side);

            var answer = await visitor.PreferAsync(new string('k', keyLength), new string('v', valueLength));

            answer.Problem(400, code);
            Assert.Empty((await visitor.ReadAsync())["metadata"].EnumerateObject());
        }
    }

    [Fact]
    [Trait("Feature", "64")]
    public async Task Put_AtTheLimits_IsKept()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var side in (string[])[Visitor.Holdfast, Visitor.Stock])
        {
            var visitor = await server.SignInAsync(side: side);
            var (key, value) = (new string('k', 256), new string('v', 256 * 1024));
            Assert.Equal(200, (await visitor.PreferAsync(key, value)).Status);
            Assert.Equal(value, (await visitor.ReadAsync())["metadata"].GetProperty(key).GetString());
        }
    }

    [Fact]
    [Trait("Feature", "64")]
    public async Task Put_EveryCharacterEscapedAtTheLimit_FitsThroughTheDoor()
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = await server.SignInAsync();

        var answer = await visitor.PreferAsync("note", string.Concat(Enumerable.Repeat("\\u0001", 256 * 1024)));

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    [Trait("Feature", "64")]
    public async Task Put_MoreThanTheSessionHolds_Is400AndSaysWhichLimit()
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = await server.SignInAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await visitor.PreferAsync($"k{i}", new string('v', 256 * 1024))).Status);
        }

        var answer = await visitor.PreferAsync("k4", new string('v', 256 * 1024));

        Assert.Contains("MaxSessionBytes", answer.Problem(400, "session_too_large"), StringComparison.Ordinal);
        Assert.Equal(200, (await visitor.IncrementAsync()).Status);
    }

    [Theory]
    [InlineData("""{"key":"a"}""", "invalid_value")]
    [InlineData("""{"value":"a"}""", "invalid_value")]
    [InlineData("""{"key":null,"value":"a"}""", "invalid_value")]
    [InlineData("""{"key":"a","value":null}""", "invalid_value")]
    [InlineData("""{"key":"a","value":5}""", "malformed_json")]
    [InlineData("""{"key":"a","value":["b"]}""", "malformed_json")]
    [InlineData("""{"key":5,"value":"b"}""", "malformed_json")]
    public async Task Put_NotTwoTexts_Is400(string body, string code)
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var side in (string[])[Visitor.Holdfast, Visitor.Stock])
        {
            var visitor = await server.SignInAsync(side: side);
            (await visitor.SendAsync(HttpMethod.Put, $"{side}/session/prefs", body)).Problem(400, code);
        }
    }
}
