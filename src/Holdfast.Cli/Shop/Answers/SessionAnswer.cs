namespace Holdfast.Cli.Shop.Answers;

/// <param name="SessionKey">Public; it opens nothing.</param>
/// <param name="Username">Who is signed in; null in an anonymous session.</param>
/// <param name="LoginTime">When they signed in.</param>
/// <param name="AccessCount">With the access that this answer is.</param>
/// <param name="Version">The session's version after it.</param>
/// <param name="Metadata">Preferences as texts and counters as numbers.</param>
internal sealed record SessionAnswer(
    string SessionKey, string? Username, DateTimeOffset? LoginTime, long AccessCount, long Version, IReadOnlyDictionary<string, object> Metadata);
