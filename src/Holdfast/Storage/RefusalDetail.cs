namespace Holdfast.Storage;

/// <summary>What a refusal's text needs beyond its number; made only when something is refused.</summary>
/// <param name="Key">The data key it speaks of, never a value.</param>
/// <param name="Limit">The limit that refused.</param>
/// <param name="Error">The whole text, where it was made above the store.</param>
internal sealed record RefusalDetail(string? Key, SessionLimit? Limit, HoldfastError? Error = null);
