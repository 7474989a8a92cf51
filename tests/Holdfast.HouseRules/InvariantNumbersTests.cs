using System.Text.RegularExpressions;
using Holdfast.HouseRules.Repository;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Holdfast.HouseRules;

/// <summary>Each invariant of the design is named where the code keeps it and where a test would catch its loss.</summary>
public sealed partial class InvariantNumbersTests
{
    private const int Count = 11;

    // An entry leaves this table with the work that delivers it; the second test says when.
    private static readonly Dictionary<int, string> NotYetDelivered = new()
    {
        [9] = "end handlers are not delivered yet",
    };

    [Fact]
    public void Invariants_DeliveredSoFar_AreNamedInCodeAndTests()
    {
        var (code, tests) = (NamedInCode(), NamedInTests());

        Violations.MustBeNone(
            from number in Enumerable.Range(1, Count)
            where !NotYetDelivered.ContainsKey(number) && !(code.Contains(number) && tests.Contains(number))
            select $"invariant {number}: {(code.Contains(number) ? "" : "no comment \"Invariant " + number + "\" below src; ")}"
                + (tests.Contains(number) ? "" : "no [Trait(\"Invariant\", \"" + number + "\")] below tests"),
            "Invariants without their number:");
    }

    [Fact]
    public void NotYetDelivered_OnceInCodeAndTests_IsStale()
    {
        var delivered = NamedInCode();
        delivered.IntersectWith(NamedInTests());

        Violations.MustBeNone(
            NotYetDelivered.Keys.Where(delivered.Contains).Select(number => $"invariant {number}: {NotYetDelivered[number]}"),
            "Delivered by now, so take them out of the table in InvariantNumbersTests:");
    }

    private static HashSet<int> NamedInCode() =>
        [.. from file in SourceTree.CSharp("src")
            from comment in file.Comments()
            from Match match in Numbered().Matches(comment.Text)
            from Match number in Digits().Matches(match.Value)
            select int.Parse(number.ValueSpan, provider: null)];

    private static HashSet<int> NamedInTests() =>
        [.. from file in SourceTree.CSharp("tests")
            where !file.IsBelow("tests/Holdfast.HouseRules")
            from attribute in file.Syntax.DescendantNodes().OfType<AttributeSyntax>()
            let arguments = attribute.ArgumentList?.Arguments.Select(argument => argument.Expression.ToString().Trim('"')).ToArray() ?? []
            where attribute.Name.ToString() == "Trait" && arguments is ["Invariant", _]
            select int.TryParse(arguments[1], out var number) ? number : 0];

    // "Invariant 3", "invariants 1, 4 and 7"
    [GeneratedRegex(@"\binvariants?\s+\d+(\s*(,|and|or)\s*\d+)*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\d+", RegexOptions.None, 1000)]
    private static partial Regex Digits();
}
