using Holdfast.HouseRules.Repository;

namespace Holdfast.HouseRules;

/// <summary>What is not in the solution is neither built nor tested.</summary>
public sealed class SolutionTests
{
    [Fact]
    public void Projects_WithCode_AreInTheSolution()
    {
        var named = Solution.Paths.ToHashSet(StringComparer.Ordinal);

        Violations.MustBeNone(
            from project in SourceTree.Projects("src", "tests", "bench")
            let folder = Path.GetDirectoryName(project.Path)!.Replace('\\', '/')
            where SourceTree.CSharp(folder).Any() && !named.Contains(project.Path)
            select project.Path,
            "Projects with code that Holdfast.slnx does not name:");
    }
}
