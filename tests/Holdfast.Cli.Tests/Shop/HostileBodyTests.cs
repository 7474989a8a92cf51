using System.Net.Http.Headers;
using System.Text;
using Holdfast.Cli.Serving;
using Holdfast.Cli.Tests.Hosting;

namespace Holdfast.Cli.Tests.Shop;

[Trait("Fault", "P3")]
public sealed class HostileBodyTests
{
    private static readonly string[] Doors = ["/api/login", "/api/session/increment", "/api/session/prefs", "/api/stock/login", "/api/stock/session/increment", "/api/stock/session/prefs"];

    /// <summary>Each is bytes, because not all of them are text.</summary>
    public static TheoryData<string> Malformed => new(
    [
        Text("{"), Text("}"), Text("nothing"), Text("null"), Text("true"), Text("5"), Text("\"text\""), Text("[]"), Text("[{}]"), Text("{}{}"), Text("{} x"),
        Text("{\"key\":\"a\",\"key\":\"b\",\"value\":\"c\",\"username\":\"a\",\"username\":\"b\"}"),
        Text("{'key':'a'}"), Text("{\"key\":\"a\",}"), Text("{/*comment*/}"), Text("{\"key\":\"\\q\",\"username\":\"\\q\"}"),
        Text("{\"key\":\"\\ud800\",\"value\":\"x\",\"username\":\"\\ud800\",\"password\":\"x\"}"),
        Text("{\"key\":[1],\"username\":{}}"), Text("{\"deep\":" + new string('[', 5000) + new string(']', 5000) + "}"),
        Text("\uFEFF\uFEFF{}"), Text("{\"key\":\"a\u0000\",\"username\":\"a\u0000\"}"),
        Convert.ToBase64String([.. "{\"key\":\""u8, 0xFF, 0xFE, .. "\",\"value\":\"x\",\"username\":\""u8, 0xFF, .. "\",\"password\":\"x\"}"u8]),
        Convert.ToBase64String([0x1F, 0x8B, 0x08, 0x00]), Convert.ToBase64String(new byte[64]),
        Convert.ToBase64String(Encoding.Unicode.GetBytes("{\"key\":\"a\",\"username\":\"a\"}")),
    ]);

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task AnyBody_ThatIsNotTheObjectExpected_Is400AndTheSessionGoesOn(string body)
    {
        await using var server = await RunningServer.StartAsync();
        var holdfast = await server.SignInAsync();
        var stock = await server.SignInAsync(side: Visitor.Stock);
        foreach (var door in Doors)
        {
            var visitor = door.StartsWith(Visitor.Stock, StringComparison.Ordinal) ? stock : holdfast;
            using var request = new HttpRequestMessage(Method(door), door) { Content = Visitor.Json(Convert.FromBase64String(body)) };

            var answer = await visitor.SendAsync(request);

            answer.Problem(400, "malformed_json");
            Assert.Empty(answer.All("Set-Cookie"));
        }

        Assert.Equal(1, (await holdfast.ReadAsync())["accessCount"].GetInt64());
        Assert.Equal(1, (await stock.ReadAsync())["accessCount"].GetInt64());
        Assert.Equal(1, (await server.StatisticsAsync()).Created);
    }

    [Theory]
    [Trait("Feature", "64")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnyBody_OverTheServersLimit_Is413WhetherItSaysItsLengthOrNot(bool saysLength)
    {
        await using var server = await RunningServer.StartAsync();
        var holdfast = await server.SignInAsync();
        var stock = await server.SignInAsync(side: Visitor.Stock);
        foreach (var door in Doors)
        {
            var visitor = door.StartsWith(Visitor.Stock, StringComparison.Ordinal) ? stock : holdfast;
            using var request = new HttpRequestMessage(Method(door), door)
            {
                Content = new StringContent($"{{\"key\":\"a\",\"value\":\"{new string('v', (int)Server.MaxBodyBytes)}\"}}", Encoding.UTF8, "application/json"),
            };
            request.Headers.TransferEncodingChunked = !saysLength;
            // Without it the client may still be sending when the answer is there and the connection goes.
            request.Headers.ExpectContinue = true;

            (await visitor.SendAsync(request)).Problem(413, "body_too_large");
        }

        Assert.Equal(200, (await holdfast.ReadAsync()).Status);
    }

    [Fact]
    public async Task AnyBody_WhateverItsContentTypeSays_IsReadAsJson()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var type in (string?[])[null, "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-8"])
        {
            var visitor = server.NewVisitor();
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/login") { Content = new ByteArrayContent("""{"username":"ann","password":"x"}"""u8.ToArray()) };
            request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

            Assert.Equal(200, (await visitor.SendAsync(request)).Status);
        }
    }

    private static HttpMethod Method(string door) => door.EndsWith("prefs", StringComparison.Ordinal) ? HttpMethod.Put : HttpMethod.Post;

    private static string Text(string body) => Convert.ToBase64String(Encoding.UTF8.GetBytes(body));
}
