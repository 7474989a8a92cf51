namespace Holdfast;

/// <summary>
/// Tags that nobody sets, because they follow from the session's state. They are listed and filtered like any other; adding or removing one
/// by hand is refused.
/// </summary>
public static class AutomaticTags
{
    /// <summary>Its subject is authenticated.</summary>
    public const string Authenticated = "authenticated";

    /// <summary>Still used an hour or more after its creation.</summary>
    public const string LongRunning = "long-running";

    /// <summary>A thousand accesses or more.</summary>
    public const string HighVolume = "high-volume";

    private static readonly TimeSpan LongRunningFrom = TimeSpan.FromHours(1);
    private const long HighVolumeFrom = 1000;

    internal static bool IsReserved(string tag) => tag is Authenticated or LongRunning or HighVolume;

    internal static List<string> Complete(Session session, List<string> tags)
    {
        if (session.IsAuthenticated)
        {
            tags.Add(Authenticated);
        }

        if (session.LastActivityAt - session.CreatedAt >= LongRunningFrom)
        {
            tags.Add(LongRunning);
        }

        if (session.AccessCount >= HighVolumeFrom)
        {
            tags.Add(HighVolume);
        }

        return tags;
    }
}
