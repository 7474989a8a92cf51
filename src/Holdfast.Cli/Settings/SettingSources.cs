namespace Holdfast.Cli.Settings;

/// <summary>What was said, and where. Precedence: flag, environment, configuration file, default.</summary>
internal sealed class SettingSources(
    IReadOnlyDictionary<Setting, string> flags, IReadOnlyDictionary<string, string> environment, ConfigurationFile file)
{
    /// <summary>The value that holds, and the place to name in an error about it.</summary>
    public (string Text, string Origin) Find(Setting setting)
    {
        if (flags.TryGetValue(setting, out var flag))
        {
            return (flag, setting.Flag);
        }

        // An empty variable is one that a container's definition passes on without having it.
        if (environment.TryGetValue(setting.Variable, out var variable) && variable.Length > 0)
        {
            return (variable, setting.Variable);
        }

        return file.Values.TryGetValue(setting.Name, out var written)
            ? (written, $"{setting.Name} in {file.Path}")
            : (setting.Default, setting.Name);
    }

    /// <summary>Variables with our prefix that mean nothing to this program.</summary>
    public IEnumerable<string> UnknownVariables() =>
        environment.Keys
            .Where(name => name.StartsWith(KnownSettings.VariablePrefix, StringComparison.Ordinal)
                && name != KnownSettings.ConfigVariable
                && !KnownSettings.All.Any(setting => setting.Variable == name))
            .Order(StringComparer.Ordinal);
}
