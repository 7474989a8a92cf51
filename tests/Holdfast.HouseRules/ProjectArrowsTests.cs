using System.Xml.Linq;
using Holdfast.HouseRules.Assemblies;
using Holdfast.HouseRules.Repository;

namespace Holdfast.HouseRules;

/// <summary>The core stands on abstractions only, siblings never see one another, and the tool stands on top.</summary>
public sealed class ProjectArrowsTests
{
    /// <summary>What a project may stand on. Any other <c>Holdfast.*</c> project is a sibling, and may name the core alone.</summary>
    private sealed record Ground(string[] Projects, string[] Packages, string[] Frameworks, string[] Assemblies);

    private static readonly string[] CorePackages =
    [
        "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Diagnostics.Abstractions",
        "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options",
    ];

    // Assemblies: what the built code may name besides System.* and the projects. A trailing dot stands for a family.
    private static readonly Dictionary<string, Ground> Allowed = new(StringComparer.Ordinal)
    {
        ["Holdfast"] = new([], CorePackages, [], CorePackages),
        ["Holdfast.AspNetCore"] = new(["Holdfast"], [], ["Microsoft.AspNetCore.App"], ["Microsoft.AspNetCore.", "Microsoft.Extensions.", "Microsoft.Net."]),
        ["Holdfast.Sqlite"] = new(["Holdfast"], CorePackages, [], CorePackages),
        ["Holdfast.Cli"] = new(
            ["Holdfast", "Holdfast.AspNetCore", "Holdfast.Admin", "Holdfast.Sqlite", "Holdfast.Redis", "Holdfast.Postgres"],
            ["Spectre.Console", "System.CommandLine"],
            ["Microsoft.AspNetCore.App"],
            ["Microsoft.AspNetCore", "Microsoft.AspNetCore.", "Microsoft.Extensions.", "Microsoft.Net.", "Spectre.Console"]),
    };

    [Fact]
    public void ProjectFiles_BelowSrc_NameOnlyWhatTheyMayStandOn() =>
        Violations.MustBeNone(
            from project in SourceTree.Projects("src")
            from violation in ReadProject(project)
            select $"{project}: {violation}",
            "References that the table in ProjectArrowsTests does not allow:");

    [Fact]
    public void BuiltAssemblies_FromSrc_NameOnlyWhatTheyMayStandOn() =>
        Violations.MustBeNone(
            from assembly in BuiltAssemblies.All
            let ground = Allowed.GetValueOrDefault(assembly.Name)
            where ground is not null
            from reference in assembly.Modules.SelectMany(module => module.ReferencedAssemblies)
            where !IsAllowed(ground, reference.Name)
            select $"{assembly.Name} uses {reference.Name}",
            "Assemblies used that the table in ProjectArrowsTests does not allow:");

    private static IEnumerable<string> ReadProject(SourceFile project)
    {
        if (!Allowed.TryGetValue(project.Name, out var ground))
        {
            return ["has no row in the table: say there what it may stand on"];
        }

        var xml = XDocument.Parse(project.Text);
        return Named("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).Except(ground.Projects, StringComparer.Ordinal)
            .Concat(Named("PackageReference").Except(ground.Packages, StringComparer.Ordinal))
            .Concat(Named("FrameworkReference").Except(ground.Frameworks, StringComparer.Ordinal));

        IEnumerable<string> Named(string element) => xml.Descendants(element).Select(item => (string?)item.Attribute("Include") ?? "");
    }

    private static bool IsAllowed(Ground ground, string assembly) =>
        assembly.StartsWith("System.", StringComparison.Ordinal)
        || ground.Projects.Contains(assembly, StringComparer.Ordinal)
        || ground.Assemblies.Any(name => name.EndsWith('.') ? assembly.StartsWith(name, StringComparison.Ordinal) : assembly == name);
}
