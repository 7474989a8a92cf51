using Holdfast.HouseRules.Repository;

namespace Holdfast.HouseRules;

/// <summary>One idea per file: a long one says at its top why it is long.</summary>
public sealed class FileLengthTests
{
    private const int Limit = 400;
    private const string Marker = "Long because";
    private static readonly string[] Code = [".cs", ".js", ".css", ".html", ".sh", ".lua", ".sql", ".props", ".targets"];

    [Fact]
    public void CodeFiles_OverTheLimit_StateTheirReasonInTheFirstComment() =>
        Violations.MustBeNone(
            from file in SourceTree.Files
            where Code.Contains(Path.GetExtension(file.Path), StringComparer.Ordinal)
            let lines = file.Text.AsSpan().Count('\n')
            where lines > Limit && !FirstComment(file.Text).Contains(Marker, StringComparison.Ordinal)
            select $"{file}: {lines} lines",
            $"Files over {Limit} lines whose first comment does not say \"{Marker} ...\":");

    // The first run of comment lines, whichever language they are in.
    private static string FirstComment(string text)
    {
        var lines = text.Split('\n').Select(line => line.Trim());
        return string.Join('\n', lines.SkipWhile(line => !IsComment(line)).TakeWhile(IsComment));
    }

    private static bool IsComment(string line) =>
        line.StartsWith("//", StringComparison.Ordinal) || line.StartsWith("/*", StringComparison.Ordinal) || line.StartsWith('*')
        || line.StartsWith("--", StringComparison.Ordinal) || line.StartsWith("<!--", StringComparison.Ordinal)
        || (line.StartsWith('#') && !line.StartsWith("#!", StringComparison.Ordinal));
}
