namespace Holdfast.HouseRules.Repository;

/// <summary>What a rule found. A rule reports everything it found at once, each with its place.</summary>
internal static class Violations
{
    public static void MustBeNone(IEnumerable<string> found, string rule)
    {
        var lines = found.Distinct(StringComparer.Ordinal).ToList();
        if (lines.Count > 0)
        {
            Assert.Fail($"{rule}\n  {string.Join("\n  ", lines)}");
        }
    }
}
