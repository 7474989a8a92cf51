namespace Holdfast;

/// <summary>A part of a listing.</summary>
/// <param name="Status">Ok, Invalid (cursor, limit or pattern malformed) or Unavailable.</param>
/// <param name="Items">The sessions; a page can be shorter than its limit, even empty, with more to come.</param>
/// <param name="Cursor">Where the next page goes on; null at the end. Opaque, and good for this query only.</param>
/// <param name="Error">Why not; null for Ok.</param>
public sealed record SessionPage(Status Status, IReadOnlyList<Session> Items, string? Cursor, HoldfastError? Error);
