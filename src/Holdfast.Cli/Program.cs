using System.Collections;
using Holdfast.Cli.Commands;

namespace Holdfast.Cli;

internal static class Program
{
    public static Task<int> Main(string[] args) =>
        HoldfastCommand.RunAsync(args, new Surroundings(Console.Out, Console.Error, Environment()));

    private static Dictionary<string, string> Environment() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? string.Empty, StringComparer.Ordinal);
}
