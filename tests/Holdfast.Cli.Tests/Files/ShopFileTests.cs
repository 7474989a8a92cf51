using System.Text.RegularExpressions;
using Holdfast.Cli.Tests.Hosting;

namespace Holdfast.Cli.Tests.Files;

[Trait("Feature", "114")]
public sealed partial class ShopFileTests
{
    [Fact]
    public async Task Page_AndEverythingItNames_IsServedWithItsType()
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = server.NewVisitor();
        var pending = new Queue<string>(["/", "/index.html"]);
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        while (pending.TryDequeue(out var path))
        {
            if (seen.ContainsKey(path))
            {
                continue;
            }

            var answer = await visitor.SendAsync(HttpMethod.Get, path);
            Assert.True(answer.Status == 200, $"{path} was answered {answer.Status}");
            seen.Add(path, answer.Header("Content-Type")!);
            foreach (Match link in Links().Matches(answer.Text))
            {
                pending.Enqueue($"/{link.Groups["file"].Value}");
            }
        }

        Assert.Equal("text/html; charset=utf-8", seen["/"]);
        Assert.Equal("text/javascript; charset=utf-8", seen["/race.js"]);
        Assert.Equal("text/css; charset=utf-8", seen["/theme.css"]);
        Assert.Equal("image/svg+xml", seen["/favicon.svg"]);
        Assert.Equal("image/svg+xml", (await visitor.SendAsync(HttpMethod.Get, "/products/mug.svg")).Header("Content-Type"));
        Assert.True(seen.Count > 20, $"Only {seen.Count} files were reached from the page.");
    }

    [Fact]
    public async Task File_AskedForAgain_Is304UntilItChanges()
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = server.NewVisitor();
        var tag = (await visitor.SendAsync(HttpMethod.Get, "/shop.js")).Header("ETag")!;

        Assert.Equal((304, ""), await AskAsync(tag));
        Assert.Equal(200, (await AskAsync("\"another\"")).Status);
        Assert.NotEqual(tag, (await visitor.SendAsync(HttpMethod.Get, "/race.js")).Header("ETag"), StringComparer.Ordinal);

        async Task<(int Status, string Text)> AskAsync(string known)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/shop.js");
            request.Headers.Add("If-None-Match", known);
            var answer = await visitor.SendAsync(request);
            Assert.Equal("no-cache", answer.Header("Cache-Control"));
            return (answer.Status, answer.Text);
        }
    }

    [Fact]
    public async Task File_AskedForItsHead_SaysItsLengthAndSendsNothing()
    {
        await using var server = await RunningServer.StartAsync();
        var page = await server.NewVisitor().SendAsync(HttpMethod.Get, "/");

        var head = await server.NewVisitor().SendAsync(HttpMethod.Head, "/");

        Assert.Equal((200, string.Empty, page.Header("Content-Length")), (head.Status, head.Text, head.Header("Content-Length")));
    }

    [Theory]
    [InlineData("/wwwroot/index.html")]
    [InlineData("/products/")]
    [InlineData("/products")]
    [InlineData("/..%2f..%2fetc/passwd")]
    [InlineData("/Holdfast.Cli.dll")]
    [InlineData("/api/nothing")]
    [InlineData("/api/stock")]
    public async Task Address_ThatIsNoFile_IsA404Problem(string path)
    {
        await using var server = await RunningServer.StartAsync();
        (await server.NewVisitor().SendAsync(HttpMethod.Get, path)).Problem(404, "not_found");
    }

    [Fact]
    public async Task EveryAnswer_OfWhateverKind_CarriesTheStrictHeaders()
    {
        await using var server = await RunningServer.StartAsync(
            extend: app => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, "/api/broken", static _ => throw new InvalidOperationException("planted")));
        var visitor = await server.SignInAsync();
        foreach (var (path, status) in new[]
        {
            ("/", 200), ("/shop.js", 200), ("/api/session", 200), ("/api/stock/session", 401), ("/api/stats", 200), ("/health", 200), ("/metrics", 200),
            ("/nothing", 404), ("/api/login", 405), ("/api/broken", 500),
        })
        {
            var answer = await visitor.SendAsync(HttpMethod.Get, path);
            Assert.True(answer.Status == status, $"{path} was answered {answer.Status}");
            Assert.Equal(
                "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'",
                answer.Header("Content-Security-Policy"));
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
            Assert.Null(answer.Header("Server"));
        }
    }

    [Fact]
    public async Task Failure_OfTheServerItself_TellsNothingOfItsInsides()
    {
        await using var server = await RunningServer.StartAsync(
            extend: app => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, "/api/broken", static _ => throw new InvalidOperationException("planted")));

        var answer = await server.NewVisitor().SendAsync(HttpMethod.Get, "/api/broken");

        answer.Problem(500, "internal_error");
        Assert.DoesNotContain("planted", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/login", "POST")]
    [InlineData("DELETE", "/api/session", "GET")]
    [InlineData("POST", "/api/session/prefs", "PUT")]
    [InlineData("POST", "/", "GET, HEAD")]
    public async Task Address_AskedInAnotherWay_Is405AndSaysWhichWayItTakes(string method, string path, string allowed)
    {
        await using var server = await RunningServer.StartAsync();
        var answer = await server.NewVisitor().SendAsync(new HttpMethod(method), path);
        Assert.Contains(allowed, answer.Problem(405, "method_not_allowed"), StringComparison.Ordinal);
        Assert.Equal(allowed, answer.Header("Allow"));
    }

    [Fact]
    public async Task Server_WithoutTheDemo_ServesOperationsOnly()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Settings with { Demo = false });
        var visitor = server.NewVisitor();
        foreach (var path in (string[])["/", "/shop.js", "/api/session", "/api/stats", "/api/stock/session"])
        {
            (await visitor.SendAsync(HttpMethod.Get, path)).Problem(404, "not_found");
        }

        Assert.Equal(200, (await visitor.SendAsync(HttpMethod.Get, "/health")).Status);
        Assert.Equal(200, (await visitor.SendAsync(HttpMethod.Get, "/metrics")).Status);
    }

    [GeneratedRegex("""(?:src|href)="(?<file>[a-z]+\.(?:js|css|svg))"|from '\./(?<file>[a-z]+\.js)'""", RegexOptions.None, 1000)]
    private static partial Regex Links();
}
