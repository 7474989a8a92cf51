namespace Holdfast.HouseRules.Repository;

/// <summary>What a rule found. A rule reports all of it at once, each with its place, up to a screenful.</summary>
internal static class Violations
{
    private const int Shown = 50;

    public static void MustBeNone(IEnumerable<string> found, string rule)
    {
        var lines = found.Distinct(StringComparer.Ordinal).ToList();
        if (lines.Count > 0)
        {
            var rest = lines.Count > Shown ? $"\n  and {lines.Count - Shown} more" : "";
            Assert.Fail($"{rule}\n  {string.Join("\n  ", lines.Take(Shown))}{rest}");
        }
    }
}
