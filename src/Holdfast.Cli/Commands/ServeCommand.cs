using System.CommandLine;
using System.CommandLine.Parsing;
using Holdfast.Cli.Serving;
using Holdfast.Cli.Settings;

namespace Holdfast.Cli.Commands;

/// <summary><c>holdfast serve</c>: reads the settings, then runs the server until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var serve = new Command("serve", "Run the session server, with --demo also the demo shop.");
        var config = new Option<string?>(KnownSettings.ConfigFlag)
        {
            HelpName = "FILE",
            Description = "A JSON file with settings: the flags' names in camelCase, without the dashes. "
                + $"Each can also be an environment variable ({KnownSettings.Urls.Variable}). Precedence: flag, environment, file, default.",
        };
        var flags = KnownSettings.All.ToDictionary(setting => setting, Flag);
        foreach (var option in flags.Values)
        {
            serve.Add(option);
        }

        serve.Add(config);
        serve.SetAction((parsed, _) => RunAsync(surroundings, Given(parsed, flags), parsed.GetValue(config)));
        return serve;
    }

    private static Option Flag(Setting setting)
    {
        var description = setting.Default.Length == 0 || setting.IsSwitch ? setting.Description : $"{setting.Description} Default: {setting.Default}.";
        return setting.IsSwitch
            ? new Option<bool>(setting.Flag) { Description = description }
            : new Option<string>(setting.Flag) { Description = description, HelpName = setting.ValueName };
    }

    private static Dictionary<Setting, string> Given(ParseResult parsed, Dictionary<Setting, Option> flags)
    {
        var given = new Dictionary<Setting, string>();
        foreach (var (setting, option) in flags)
        {
            if (parsed.GetResult(option) is { Implicit: false } result)
            {
                given.Add(setting, Text(setting, result));
            }
        }

        return given;
    }

    private static string Text(Setting setting, OptionResult result) =>
        setting.IsSwitch
            ? (result.GetValueOrDefault<bool>() ? "true" : "false")
            : result.GetValueOrDefault<string?>() ?? string.Empty;

    private static async Task<int> RunAsync(Surroundings surroundings, Dictionary<Setting, string> flags, string? config)
    {
        var errors = new List<string>();
        config ??= surroundings.Environment.GetValueOrDefault(KnownSettings.ConfigVariable);
        var file = string.IsNullOrEmpty(config) ? ConfigurationFile.None : ConfigurationFile.Read(config, errors);
        var sources = new SettingSources(flags, surroundings.Environment, file);
        var settings = new SettingsReader(sources, errors).Read();
        foreach (var name in sources.UnknownVariables())
        {
            surroundings.Complain($"warning: the environment variable {name} is no setting of this program and is ignored.");
        }

        if (errors.Count == 0)
        {
            return await ServerRun.RunAsync(settings, surroundings);
        }

        foreach (var error in errors)
        {
            surroundings.Complain(error);
        }

        return ExitCode.WrongUsage;
    }
}
