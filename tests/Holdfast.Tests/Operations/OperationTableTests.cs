using System.Text.RegularExpressions;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary><c>docs/operations.md</c> and the golden vectors say the same: every row has cases, every case a row.</summary>
public sealed partial class OperationTableTests
{
    private static readonly HashSet<string> Rows = ReadRows();

    [Fact]
    [Trait("Feature", "104")]
    public void Rows_OfTheTable_HaveSeveralVectorsEach()
    {
        var cases = VectorFile.Vectors.Values.CountBy(vector => vector.Row).ToDictionary(StringComparer.Ordinal);

        Assert.True(Rows.Count > 50, $"Only {Rows.Count} rows were found: the page is not read as it is written.");
        Assert.Empty(Rows.Where(row => cases.GetValueOrDefault(row) < 2).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Feature", "104")]
    public void Vectors_All_BelongToARowOfTheTable() =>
        Assert.Empty(VectorFile.Vectors.Values.Select(vector => vector.Row).Where(row => !Rows.Contains(row)).Distinct().Order(StringComparer.Ordinal));

    private static HashSet<string> ReadRows()
    {
        using var stream = typeof(OperationTableTests).Assembly.GetManifestResourceStream("operations.md")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n').Where(line => line.StartsWith('|'));
        return [.. lines.SelectMany(line => Id().Matches(line)).Select(match => match.Groups["id"].Value)];
    }

    // A row's id stands in backquotes and has a dot: `increment.overflow`.
    [GeneratedRegex("`(?<id>[a-z_]+\\.[a-z-]+)`", RegexOptions.None, 1000)]
    private static partial Regex Id();
}
