using Holdfast.Cli.Settings;
using Microsoft.Extensions.Logging;

namespace Holdfast.Cli.Tests.Settings;

[Trait("Feature", "132")]
public sealed class PrecedenceTests : IDisposable
{
    private readonly ConfigurationFiles _files = new();

    [Fact]
    public void EverySetting_FromEachPlace_WinsOverThoseBehindIt()
    {
        foreach (var setting in KnownSettings.All.Where(setting => !setting.IsSwitch))
        {
            var file = Read($$"""{"{{setting.Name}}":"from file"}""");
            Assert.Equal(setting.Default, Sources(file: null).Find(setting).Text);
            Assert.Equal(("from file", $"{setting.Name} in {file.Path}"), Sources(file).Find(setting));
            Assert.Equal(("from variable", setting.Variable), Sources(file, variable: (setting.Variable, "from variable")).Find(setting));
            Assert.Equal(("from flag", setting.Flag), Sources(file, (setting, "from flag"), (setting.Variable, "from variable")).Find(setting));
            Assert.Equal("from file", Sources(file, variable: (setting.Variable, "")).Find(setting).Text);
        }
    }

    [Fact]
    public void ASwitch_FromEachPlace_CanAlsoBeSwitchedOff()
    {
        var file = Read("""{"demo":true}""");
        Assert.Equal("true", Sources(file).Find(KnownSettings.Demo).Text);
        Assert.Equal("false", Sources(file, variable: ("HOLDFAST_DEMO", "false")).Find(KnownSettings.Demo).Text);
        Assert.Equal("true", Sources(file, (KnownSettings.Demo, "true"), ("HOLDFAST_DEMO", "false")).Find(KnownSettings.Demo).Text);
    }

    [Fact]
    public void Settings_NothingSaid_AreTheDefaults()
    {
        var errors = new List<string>();
        var settings = new SettingsReader(Sources(file: null), errors).Read();

        Assert.Empty(errors);
        Assert.False(settings.Demo);
        Assert.Equal(new StoreChoice("./holdfast-data", IsDefault: true), settings.Store);
        Assert.Equal("http://127.0.0.1:5080", Assert.Single(settings.Addresses).Url);
        Assert.Equal(TimeSpan.FromMinutes(20), settings.IdleTimeout);
        Assert.Equal(TimeSpan.FromHours(24), settings.AbsoluteTimeout);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.ShutdownTimeout);
        Assert.Equal(LogLevel.Warning, settings.LogLevel);
        Assert.Null(settings.Certificate);
    }

    [Fact]
    public void Settings_FromAFile_AreReadWithCommentsListsAndTrailingCommas()
    {
        var file = Read(
            """
            {
              // Where it listens.
              "urls": ["http://127.0.0.1:1", "http://127.0.0.1:2",],
              "demo": true, "idleTimeout": "90s", "logLevel": "Debug", "shutdownTimeout": "100ms",
            }
            """);
        var errors = new List<string>();
        var settings = new SettingsReader(Sources(file), errors).Read();

        Assert.Empty(errors);
        Assert.True(settings.Demo);
        Assert.Equal("http://127.0.0.1:1 http://127.0.0.1:2", string.Join(' ', settings.Addresses.Select(address => address.Url)));
        Assert.Equal(TimeSpan.FromSeconds(90), settings.IdleTimeout);
        Assert.Equal(LogLevel.Debug, settings.LogLevel);
        Assert.Equal(TimeSpan.FromMilliseconds(100), settings.ShutdownTimeout);
    }

    [Theory]
    [InlineData("""{"strore":"memory"}""", "unknown key 'strore'. Known keys: demo, store, urls, idleTimeout, absoluteTimeout, shutdownTimeout, logLevel, certificate, certificateKey.")]
    [InlineData("""{"Store":"memory"}""", "unknown key 'Store'")]
    [InlineData("""{"config":"x"}""", "unknown key 'config'")]
    [InlineData("""{"urls":5080}""", "urls in {0} is 5080; it is a text or a list of texts.")]
    [InlineData("""{"urls":["http://127.0.0.1:1",5]}""", "it is a text or a list of texts.")]
    [InlineData("""{"demo":"yes"}""", "demo in {0} is \"yes\"; it is true or false.")]
    [InlineData("""{"store":null}""", "store in {0} is null; it is a text.")]
    [InlineData("""{"store":"memory","store":"memory"}""", "no valid JSON")]
    [InlineData("""{"store":""", "no valid JSON (line 1)")]
    [InlineData("[]", "holds no JSON object")]
    [InlineData("", "no valid JSON")]
    public void AFile_WithAMistake_IsRefusedNamingIt(string content, string expected)
    {
        var errors = new List<string>();
        var path = _files.Write(content);

        ConfigurationFile.Read(path, errors);

        Assert.Contains(expected.Replace("{0}", path, StringComparison.Ordinal), Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void AFile_WithSeveralMistakes_IsToldAllOfThem()
    {
        var errors = new List<string>();
        ConfigurationFile.Read(_files.Write("""{"a":1,"b":2,"demo":3}"""), errors);
        Assert.Equal(3, errors.Count);
    }

    [Fact]
    public void AFile_ThatIsNotThere_IsNamed()
    {
        var errors = new List<string>();
        ConfigurationFile.Read("/nowhere/holdfast.json", errors);
        Assert.Contains("/nowhere/holdfast.json", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HOLDFAST_STORE", "sqlite", "HOLDFAST_STORE is 'sqlite'; it is memory or sqlite:DIRECTORY.")]
    [InlineData("HOLDFAST_DEMO", "1", "HOLDFAST_DEMO is '1'; it is true or false.")]
    [InlineData("HOLDFAST_IDLE_TIMEOUT", "5", "HOLDFAST_IDLE_TIMEOUT is '5', which has no unit; it is digits followed by ms, s, m, h or d, at most 365d.")]
    [InlineData("HOLDFAST_SHUTDOWN_TIMEOUT", "6m", "HOLDFAST_SHUTDOWN_TIMEOUT is '6m'; it is from 100ms to 5m.")]
    [InlineData("HOLDFAST_SHUTDOWN_TIMEOUT", "99ms", "it is from 100ms to 5m.")]
    [InlineData("HOLDFAST_LOG_LEVEL", "loud", "HOLDFAST_LOG_LEVEL is 'loud'; it is trace, debug, information, warning, error, critical or none.")]
    [InlineData("HOLDFAST_LOG_LEVEL", "3", "HOLDFAST_LOG_LEVEL is '3'")]
    [InlineData("HOLDFAST_URLS", "http://127.0.0.1:1;nonsense", "HOLDFAST_URLS: 'nonsense' is no URL to listen on")]
    [InlineData("HOLDFAST_URLS", " ; ", "HOLDFAST_URLS names no URL")]
    [InlineData("HOLDFAST_URLS", "https://127.0.0.1:1", "https://127.0.0.1:1 needs a certificate: give --certificate FILE")]
    [InlineData("HOLDFAST_CERTIFICATE", "/nowhere/cert.pem", "The certificate in '/nowhere/cert.pem' cannot be used")]
    public void AValue_OutsideItsRange_IsRefusedInOneLineThatNamesPlaceValueAndRange(string variable, string value, string expected)
    {
        var errors = new List<string>();
        new SettingsReader(Sources(file: null, variable: (variable, value)), errors).Read();

        var error = Assert.Single(errors);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void Variables_WithThePrefixThatMeanNothing_AreNamed()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOLDFAST_STROE"] = "x",
            ["HOLDFAST_STORE"] = "memory",
            ["HOLDFAST_CONFIG"] = "",
            ["PATH"] = "x",
            ["HOLDFAST"] = "x",
        };
        var sources = new SettingSources(new Dictionary<Setting, string>(), environment, ConfigurationFile.None);
        Assert.Equal("HOLDFAST_STROE", Assert.Single(sources.UnknownVariables()));
    }

    public void Dispose() => _files.Dispose();

    private ConfigurationFile Read(string content)
    {
        var errors = new List<string>();
        var file = ConfigurationFile.Read(_files.Write(content), errors);
        Assert.Empty(errors);
        return file;
    }

    private static SettingSources Sources(ConfigurationFile? file, (Setting Setting, string Text)? flag = null, (string Name, string Text)? variable = null)
    {
        var flags = new Dictionary<Setting, string>();
        if (flag is { } given)
        {
            flags.Add(given.Setting, given.Text);
        }

        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        if (variable is { } set)
        {
            environment.Add(set.Name, set.Text);
        }

        return new SettingSources(flags, environment, file ?? ConfigurationFile.None);
    }
}
