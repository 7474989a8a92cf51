using System.Text;

namespace Holdfast.Tests;

/// <summary>One life of a session in the reference model: plain fields, changed in place.</summary>
internal sealed class ReferenceSession
{
    private static readonly TimeSpan LongRunning = TimeSpan.FromHours(1);

    public required SessionKey Key { get; init; }

    public required ulong Incarnation { get; init; }

    public required long Created { get; init; }

    public required long Idle { get; init; }

    public required long Absolute { get; init; }

    public string? Subject { get; set; }

    public string? DisplayName { get; set; }

    public bool IsAuthenticated { get; set; }

    public long AuthenticatedAt { get; set; }

    /// <summary>How often the subject had been revoked when it was set.</summary>
    public int SubjectNumber { get; set; }

    public long LastActivity { get; set; }

    public long Version { get; set; }

    public long AccessCount { get; set; }

    public long Fence { get; set; }

    public Dictionary<string, (ReferenceValue Value, long Version)> Data { get; private set; } = new(StringComparer.Ordinal);

    public List<string> Tags { get; private set; } = [];

    public SessionId? Secret { get; set; }

    public uint Generation { get; set; }

    public SessionId? PreviousSecret { get; set; }

    public long PreviousReadableUntil { get; set; }

    public long SupersededAtVersion { get; set; }

    public EndReason? Ended { get; set; }

    public long EndedAt { get; set; }

    public bool IsAlive => Ended is null;

    public long AbsoluteDeadline => (Subject is null ? Created : AuthenticatedAt) + Absolute;

    public long Deadline => Math.Min(LastActivity + Idle, AbsoluteDeadline);

    /// <summary>Bytes as the limit of a session counts them.</summary>
    public int Size =>
        Bytes(Key.Name) + Bytes(Subject) + Bytes(DisplayName) + Tags.Sum(Bytes) + Data.Sum(entry => Bytes(entry.Key) + entry.Value.Value.Size + 16);

    public ReferenceSession Copy()
    {
        var copy = (ReferenceSession)MemberwiseClone();
        copy.Data = new(Data, StringComparer.Ordinal);
        copy.Tags = [.. Tags];
        return copy;
    }

    public void End(EndReason reason, long now)
    {
        Ended = reason;
        EndedAt = now;
        Version++;
        Data.Clear();
    }

    /// <summary>Everything an application can see of it, in words.</summary>
    public string Describe() => Describe(
        Key, Incarnation, Version, AccessCount, Subject, DisplayName, IsAuthenticated, Subject is null ? null : AuthenticatedAt, Created, LastActivity, Deadline, Ended,
        AllTags(),
        Data.Select(entry => (entry.Key, entry.Value.Value.ToString(), entry.Value.Version)));

    /// <summary>The same words for a session of the real store.</summary>
    public static string Describe(Session session, EndReason? ended) => Describe(
        session.Key, session.Incarnation, session.Version, session.AccessCount, session.Subject, session.DisplayName, session.IsAuthenticated, session.AuthenticatedAt?.Ticks,
        session.CreatedAt.Ticks, session.LastActivityAt.Ticks, session.ExpiresAt.Ticks, ended,
        session.Tags,
        session.Data.Select(entry => (entry.Key, ReferenceValue.Describe(entry.Value), session.Data.GetVersion(entry.Key))));

    private static int Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    private IEnumerable<string> AllTags()
    {
        foreach (var tag in Tags) yield return tag;
        if (IsAuthenticated) yield return AutomaticTags.Authenticated;
        if (LastActivity - Created >= LongRunning.Ticks) yield return AutomaticTags.LongRunning;
        if (AccessCount >= 1000) yield return AutomaticTags.HighVolume;
    }

    private static string Describe(
        SessionKey key, ulong incarnation, long version, long accessCount, string? subject, string? displayName, bool isAuthenticated, long? authenticatedAt,
        long created, long lastActivity, long deadline, EndReason? ended, IEnumerable<string> tags, IEnumerable<(string Key, string Value, long Version)> data)
    {
        var text = new StringBuilder($"{key}/{incarnation:x} v{version} accesses {accessCount} created {created} active {lastActivity} until {deadline}");
        if (subject is not null) text.Append($" subject {subject} ({displayName}) authenticated {isAuthenticated} at {authenticatedAt}");
        if (ended is not null) text.Append($" ended {ended}");
        text.Append($" tags [{string.Join(",", tags)}] data {{");
        foreach (var entry in data.OrderBy(entry => entry.Key, StringComparer.Ordinal)) text.Append($" {entry.Key}={entry.Value}@{entry.Version}");
        return text.Append(" }").ToString();
    }
}
