using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>What kind of session a history is about.</summary>
internal sealed record HistoryRules
{
    /// <summary>The session's name; null for an issued key, which is created before the clients begin.</summary>
    public string? Name { get; init; }

    /// <summary>Whose session it is from the first; null for an anonymous one.</summary>
    public string? Subject { get; init; }

    /// <summary>How long it lives without use; null where the clock stands still.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>How long it lives at most; null where the clock stands still.</summary>
    public TimeSpan? AbsoluteTimeout { get; init; }

    public bool HasTime => IdleTimeout is not null;

    public SessionModel Model => new(new ModelRules
    {
        IsNamed = Name is not null,
        IdleTimeout = IdleTimeout,
        AbsoluteTimeout = AbsoluteTimeout,
    });
}
