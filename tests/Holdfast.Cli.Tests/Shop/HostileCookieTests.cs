using System.Text;
using Holdfast.Cli.Tests.Hosting;

namespace Holdfast.Cli.Tests.Shop;

[Trait("Invariant", "4")]
public sealed class HostileCookieTests
{
    private const int Rounds = 300;

    [Fact]
    public async Task AnyRequest_WithACookieNobodyIssued_Is401AndNothingIsCreatedOrAdopted()
    {
        await using var server = await RunningServer.StartAsync();
        var victim = await server.SignInAsync();
        var id = victim.Cookies["session"];
        string[] cookies =
        [
            "session=", "session=x", "session", "=", ";;;", "session=;session=", $"SESSION={id}", $"Session={id}", $"sessioN={id}", $"xsession={id}",
            $"__Host-session={id}", $"session={id}x", $"session= {id}x", $"session=\"{id}\"", $"session={id[..^1]}", $"session={id.Split('.')[0]}",
            $"session={id.Split('.')[0]}.", $"session=.{id.Split('.')[1]}", $"session={id.Replace('.', ':')}", $"session={id}; session={id}",
            $"session=x; session={id}", $"session={id}; session=x", $"session=@cart-7.{id.Split('.')[1]}", "session=../../etc/passwd", "session=' OR 1=1 --",
            $"session={new string('A', 22)}.{new string('A', 43)}", $"session={new string('a', 16_000)}", $"stock-session={id}", $"session={Convert.ToHexString(Encoding.ASCII.GetBytes(id))}",
            $"session={id.Split('.')[0]}.{new string('A', 43)}", $"session={id.Split('.')[1]}.{id.Split('.')[0]}",
        ];

        foreach (var cookie in cookies)
        {
            await RefusedAsync(server, cookie);
        }

        Assert.Equal("ann", (await victim.ReadAsync())["username"].GetString());
        Assert.Equal(1, (await victim.ReadAsync())["accessCount"].GetInt64() - 1);
        Assert.Equal(1, (await server.StatisticsAsync()).Created);
    }

    [Fact]
    public async Task AnyRequest_WithAnotherSpellingOfAnId_Is401()
    {
        // The last characters of the key and of the secret carry fewer bits than a character has room for.
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        await using var server = await RunningServer.StartAsync();
        var id = (await server.SignInAsync()).Cookies["session"];
        var (key, secret) = (id.Split('.')[0], id.Split('.')[1]);

        foreach (var character in Alphabet)
        {
            foreach (var other in (string[])[$"{key[..^1]}{character}.{secret}", $"{key}.{secret[..^1]}{character}"])
            {
                if (other != id)
                {
                    await RefusedAsync(server, $"session={other}");
                }
            }
        }
    }

    [Fact]
    public async Task AnyRequest_WithARandomCookie_Is401()
    {
        var seed = new Random().Next();
        var random = new Random(seed);
        await using var server = await RunningServer.StartAsync();
        var id = (await server.SignInAsync()).Cookies["session"];

        for (var round = 0; round < Rounds; round++)
        {
            var cookie = $"session={(random.Next(2) == 0 ? Mutated(id, random) : Noise(random))}";
            await RefusedAsync(server, cookie, $"seed {seed}, round {round}: ");
        }

        Assert.Equal(1, (await server.StatisticsAsync()).Created);
    }

    private static async Task RefusedAsync(RunningServer server, string cookie, string where = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/session/increment");
        var answer = await server.NewVisitor().SendAsync(request, cookie);
        Assert.True(answer.Status == 401, $"{where}{cookie} was answered {answer.Status}: {answer.Text}");
        answer.Problem(401, "session_not_found");
        Assert.Empty(answer.All("Set-Cookie"));
    }

    // One character is another: no such id was ever issued.
    private static string Mutated(string id, Random random)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
        var at = random.Next(id.Length);
        var other = Alphabet[random.Next(Alphabet.Length)];
        return id[at] == other ? id + other : string.Concat(id.AsSpan(0, at), [other], id.AsSpan(at + 1));
    }

    // Printable, because a client refuses to send anything else in a header.
    private static string Noise(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next('!', '~')));
}
