namespace Holdfast;

/// <summary>What a session begins with. Everything is optional.</summary>
public sealed record NewSession
{
    /// <summary>The application's own name for it, 1 to 64 of <c>A-Z a-z 0-9 _ -</c>; null for an issued key and a secret id.</summary>
    public string? Name { get; init; }

    /// <summary>Whose session it is, at most 256 bytes of UTF-8; null for an anonymous one. With a subject it begins authenticated.</summary>
    public string? Subject { get; init; }

    /// <summary>The subject's name for people, at most 256 bytes of UTF-8.</summary>
    public string? DisplayName { get; init; }

    /// <summary>When the subject authenticated; null for now. The deadlines count from it, and a revocation after it refuses the creation.</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>The application's own kind of session, at most 64 bytes of UTF-8. Default: none.</summary>
    public string Type { get; init; } = string.Empty;

    /// <summary>Its first data.</summary>
    public IReadOnlyDictionary<string, SessionValue>? Data { get; init; }

    /// <summary>Its first tags.</summary>
    public IReadOnlyCollection<string>? Tags { get; init; }

    /// <summary>How long it lives without use: whole milliseconds, up to 365 days; null for the configured one.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>How long it lives whatever happens: whole milliseconds, up to 365 days; null for the configured one.</summary>
    public TimeSpan? AbsoluteTimeout { get; init; }
}
