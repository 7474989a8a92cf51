using Holdfast.Cli.Tests.Hosting;

namespace Holdfast.Cli.Tests.Processes;

[Trait("Feature", "135")]
public sealed class ServerProcessTests
{
    [Theory]
    [InlineData(ServerProcess.Terminate)]
    [InlineData(ServerProcess.Interrupt)]
    public async Task Serve_ToldToStop_Ends0AndSaysSo(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");
        await using var server = await ServerProcess.StartDemoAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        Assert.Equal(200, (await new Visitor(client).LoginAsync("ann")).Status);

        server.Send(signal);
        var (code, output, errors) = await server.EndAsync();

        Assert.Equal((0, string.Empty), (code, errors));
        Assert.EndsWith("Holdfast has stopped.", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_ToldToStopWhileARequestIsOnItsWay_AnswersItFirst()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");
        await using var server = await ServerProcess.StartDemoAsync("--shutdown-timeout", "5m");
        using var slow = await SlowRequest.BeginAsync(server.Address!);

        server.Send(ServerProcess.Terminate);
        await SlowRequest.UntilNobodyIsLetInAsync(server.Address!);

        Assert.StartsWith("HTTP/1.1 200 ", await slow.FinishAsync(), StringComparison.Ordinal);
        Assert.Equal(0, (await server.EndAsync()).Code);
    }

    [Fact]
    public async Task Serve_ToldToStopWhileAClientNeverFinishes_EndsWithinItsBound()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");
        await using var server = await ServerProcess.StartDemoAsync("--shutdown-timeout", "100ms");
        using var slow = await SlowRequest.BeginAsync(server.Address!);

        server.Send(ServerProcess.Terminate);

        Assert.Equal(0, (await server.EndAsync()).Code);
    }

    [Fact]
    public async Task Serve_OnAPortInUse_Ends1WithOneClearLine()
    {
        await using var first = await ServerProcess.StartDemoAsync();
        var url = first.Address!.GetLeftPart(UriPartial.Authority);

        await using var second = ServerProcess.Start("serve", "--demo", "--urls", url);
        var (code, output, errors) = await second.EndAsync();

        Assert.Equal((1, string.Empty), (code, output));
        Assert.Equal($"holdfast: {url}: the port is in use. Stop the program that has it, or choose another with --urls.", errors.TrimEnd());
        using var client = new HttpClient { BaseAddress = first.Address };
        Assert.Equal(200, (await new Visitor(client).LoginAsync("ann")).Status);
    }

    [Fact]
    public async Task Serve_OnAnAddressOfAnotherMachine_Ends1WithOneClearLine()
    {
        // An address kept for documentation: no machine has it.
        await using var server = ServerProcess.Start("serve", "--urls", "http://192.0.2.1:5080");
        var (code, _, errors) = await server.EndAsync();

        Assert.Equal(1, code);
        var lines = errors.TrimEnd().Split('\n');
        Assert.Contains("is plain http", lines[0], StringComparison.Ordinal);
        Assert.Contains("cannot listen on http://192.0.2.1:5080", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
    }

    [Theory]
    [InlineData("serve --nonsense")]
    [InlineData("serve --store sqlite:")]
    [InlineData("nonsense")]
    public async Task Holdfast_UsedWrongly_Ends2(string arguments)
    {
        await using var server = ServerProcess.Start(arguments.Split(' '));
        var (code, output, errors) = await server.EndAsync();

        Assert.Equal((2, string.Empty), (code, output));
        Assert.StartsWith("holdfast: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_Started_SaysWhatRunsWhereAndHowToStopIt()
    {
        await using var server = await ServerProcess.StartDemoAsync();
        var url = server.Address!.GetLeftPart(UriPartial.Authority);
        foreach (var expected in (string[])[$"{url}/", $"{url}/health", $"{url}/metrics", "in memory", "any user name", "Ctrl-C"])
        {
            Assert.Contains(expected, server.Output, StringComparison.Ordinal);
        }
    }
}
