namespace Holdfast.Verification;

/// <summary>The rows of the suite's theories.</summary>
public static class ConformanceData
{
    /// <summary>The calls that use or change one session, by the names that the expiry part gives them.</summary>
    public static IReadOnlyList<string> Calls { get; } =
        ["load", "use", "open", "open passively", "known version", "apply", "commit", "no-op", "touch", "touch by secret", "end", "regenerate"];

    /// <summary>Every reason.</summary>
    public static TheoryData<EndReason> EndReasons => [.. Enum.GetValues<EndReason>()];

    /// <summary>Every call, at the idle and at the absolute deadline, one tick before it, at it and one tick after.</summary>
    public static TheoryData<string, bool, long> Boundaries
    {
        get
        {
            var data = new TheoryData<string, bool, long>();
            foreach (var call in Calls)
                foreach (var absolute in (bool[])[false, true])
                    foreach (var ticksAfter in (long[])[-1, 0, 1]) data.Add(call, absolute, ticksAfter);
            return data;
        }
    }
}
