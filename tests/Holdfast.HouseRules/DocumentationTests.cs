using System.Text.RegularExpressions;
using System.Xml.Linq;
using Holdfast.HouseRules.Repository;

namespace Holdfast.HouseRules;

/// <summary>The compiler demands a comment on every public member; these rules demand that it says something final.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void CommentsAndPages_Everywhere_HoldNoLeftoverWords() =>
        Violations.MustBeNone(
            Comments().Concat(Pages()).Where(text => Leftover().IsMatch(text.Text)).Select(text => $"{text.Place}: {Leftover().Match(text.Text).Value}"),
            "Comments and pages with words of unfinished work:");

    [Fact]
    public void Summaries_OfBuiltDocumentation_AreNotEmpty() =>
        Violations.MustBeNone(
            from project in Solution.Projects("src")
            from member in XDocument.Load(Path.Combine(AppContext.BaseDirectory, project + ".xml")).Descendants("member")
            from summary in member.Elements("summary")
            where string.IsNullOrWhiteSpace(summary.Value) && !summary.HasElements
            select (string?)member.Attribute("name") ?? project,
            "Members whose summary is empty:");

    private static IEnumerable<(string Place, string Text)> Comments() =>
        from file in SourceTree.CSharp("src", "tests", "bench")
        from comment in file.Comments()
        select ($"{file}:{comment.Line}", comment.Text);

    private static IEnumerable<(string Place, string Text)> Pages() =>
        from file in SourceTree.Files
        where Path.GetExtension(file.Path) is ".md" or ".sh" or ".js" or ".css" or ".html" or ".csproj" or ".props"
        from line in file.Lines.Index()
        select ($"{file}:{line.Index + 1}", line.Item);

    [GeneratedRegex(@"\b(TODO|FIXME|TBD|XXX|HACK|lorem ipsum)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Leftover();
}
