using Holdfast.HouseRules.Assemblies;
using Holdfast.HouseRules.Repository;
using Microsoft.CodeAnalysis;

namespace Holdfast.HouseRules;

/// <summary>The public surface of each assembly is committed as text, so that a change to it is seen and meant.</summary>
public sealed class PublicApiTests
{
    private const string Accept = "HOLDFAST_ACCEPT_API";

    public static TheoryData<string> Assemblies => [.. BuiltAssemblies.All.Select(assembly => assembly.Name)];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void PublicApi_OfTheBuiltAssembly_IsTheCommittedText(string assembly)
    {
        var built = PublicApiText.Of(BuiltAssemblies.All.Single(symbol => symbol.Name == assembly));
        var path = Path.Combine(SourceTree.Root, "src", assembly, "PublicApi.txt");
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(path, built);
            return;
        }

        var committed = File.Exists(path) ? File.ReadAllText(path) : "";
        Violations.MustBeNone(
            Difference(committed, built),
            $"The public API of {assembly} is not what src/{assembly}/PublicApi.txt says. If the change is meant, accept it with "
            + $"{Accept}=1 dotnet test --project tests/Holdfast.HouseRules");
    }

    // Lines with the type they belong to: the same member text may occur in many types.
    private static List<string> Difference(string committed, string built)
    {
        var (before, after) = (Qualified(committed), Qualified(built));
        var gone = before.Except(after, StringComparer.Ordinal).Select(line => "- " + line);
        var come = after.Except(before, StringComparer.Ordinal).Select(line => "+ " + line);
        var changed = gone.Concat(come).ToList();
        return changed.Count > 0 || committed == built ? changed : ["the lines are the same, in another order or spacing"];
    }

    private static List<string> Qualified(string text)
    {
        var type = "";
        var lines = new List<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            type = line.StartsWith(' ') ? type : line;
            lines.Add(line.StartsWith(' ') ? $"{type} / {line.Trim()}" : line);
        }

        return lines;
    }
}
