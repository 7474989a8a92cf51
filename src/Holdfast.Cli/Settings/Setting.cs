using System.Text;

namespace Holdfast.Cli.Settings;

/// <summary>One thing that can be set: by a flag, by an environment variable or in the configuration file, in that order.</summary>
/// <param name="Name">Its key in the configuration file, camelCase; the other two names follow from it.</param>
/// <param name="Default">What holds when nobody says anything; empty for "nothing".</param>
/// <param name="ValueName">What its value is called in the help; null for a switch.</param>
/// <param name="Description">For the help.</param>
internal sealed record Setting(string Name, string Default, string? ValueName, string Description)
{
    public string Flag { get; } = "--" + Separated(Name, '-');

    public string Variable { get; } = KnownSettings.VariablePrefix + Separated(Name, '_').ToUpperInvariant();

    public bool IsSwitch => ValueName is null;

    private static string Separated(string name, char separator)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var character in name)
        {
            if (char.IsUpper(character))
            {
                text.Append(separator);
            }

            text.Append(char.ToLowerInvariant(character));
        }

        return text.ToString();
    }
}
