using Holdfast.Cli.Commands;
using Holdfast.Cli.Tests.Settings;

namespace Holdfast.Cli.Tests.Commands;

[Trait("Feature", "132")]
public sealed class CommandTests : IDisposable
{
    private readonly ConfigurationFiles _files = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Holdfast_AskedForNothingOrHelp_SaysWhatThereIs(string arguments)
    {
        Assert.Equal(0, await RunAsync(arguments));
        Assert.Contains("serve", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("holdfast serve --demo", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_errors.ToString());
    }

    [Fact]
    public async Task Serve_AskedForHelp_NamesEverySettingItsDefaultAndThePrecedence()
    {
        Assert.Equal(0, await RunAsync("serve --help"));
        foreach (var setting in Holdfast.Cli.Settings.KnownSettings.All)
        {
            Assert.Contains(setting.Flag, _output.ToString(), StringComparison.Ordinal);
            Assert.Contains(setting.Default == "false" ? "" : setting.Default, _output.ToString(), StringComparison.Ordinal);
        }

        Assert.Contains("flag, environment, file, default", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sing", "sing")]
    [InlineData("serve --sotre memory", "--sotre")]
    [InlineData("serve extra", "extra")]
    [InlineData("serve --urls", "--urls")]
    [InlineData("serve --demo perhaps", "perhaps")]
    [InlineData("serve --store sqlite:", "--store is 'sqlite:'; it is memory or sqlite:DIRECTORY.")]
    [InlineData("serve --store redis:localhost", "--store is 'redis:localhost'")]
    [InlineData("serve --urls nonsense", "'nonsense' is no URL")]
    [InlineData("serve --idle-timeout 5", "has no unit")]
    [InlineData("serve --urls http://127.0.0.1:0 --idle-timeout 2h --absolute-timeout 1h", "IdleTimeout is 02:00:00 and AbsoluteTimeout 01:00:00")]
    [InlineData("serve --urls http://127.0.0.1:0 --idle-timeout 0s", "IdleTimeout is 00:00:00")]
    [InlineData("serve --config /nowhere/x.json", "/nowhere/x.json")]
    public async Task Holdfast_UsedWrongly_Ends2WithLinesToRead(string arguments, string expected)
    {
        Assert.Equal(2, await RunAsync(arguments));
        Assert.Contains(expected, _errors.ToString(), StringComparison.Ordinal);
        Assert.All(Lines(_errors), line => Assert.StartsWith("holdfast: ", line, StringComparison.Ordinal));
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task Serve_WithSeveralMistakes_NamesAllOfThem()
    {
        Assert.Equal(2, await RunAsync("serve --store x --urls y --idle-timeout z --log-level q"));
        Assert.Equal(4, Lines(_errors).Length);
    }

    [Fact]
    public async Task Serve_WithAnUnknownKeyInItsFile_IsRefused()
    {
        var path = _files.Write("""{"urls":"http://127.0.0.1:0","colour":"red"}""");
        Assert.Equal(2, await RunAsync($"serve --config {path}"));
        Assert.Contains("unknown key 'colour'", Assert.Single(Lines(_errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WithItsFileNamedInTheEnvironment_ReadsIt()
    {
        var path = _files.Write("""{"store":"from the file"}""");
        Assert.Equal(2, await RunAsync("serve", ("HOLDFAST_CONFIG", path)));
        Assert.Contains($"store in {path} is 'from the file'", Assert.Single(Lines(_errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WithAnUnknownVariable_WarnsAboutIt()
    {
        Assert.Equal(2, await RunAsync("serve --store x", ("HOLDFAST_STROE", "memory")));
        Assert.Contains("warning: the environment variable HOLDFAST_STROE", Lines(_errors)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_Asked_IsPrintedAlone()
    {
        Assert.Equal(0, await RunAsync("--version"));
        Assert.Matches(@"^\d+\.\d+\.\d+", Assert.Single(Lines(_output)));
    }

    public void Dispose() => _files.Dispose();

    private static string[] Lines(StringWriter text) => text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private Task<int> RunAsync(string arguments, params (string Name, string Value)[] environment) =>
        HoldfastCommand.RunAsync(
            arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            new Surroundings(_output, _errors, environment.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal)));
}
