using System.Xml.Linq;

namespace Holdfast.HouseRules.Repository;

/// <summary>The projects that Holdfast.slnx names: what a build, and so every rule about built code, covers.</summary>
internal static class Solution
{
    public static IEnumerable<string> Paths =>
        XDocument.Parse(SourceTree.File("Holdfast.slnx").Text).Descendants("Project").Select(project => (string)project.Attribute("Path")!);

    /// <summary>Names of the projects below a folder of the root.</summary>
    public static IEnumerable<string> Projects(string folder) =>
        Paths.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal)).Select(path => Path.GetFileNameWithoutExtension(path));
}
