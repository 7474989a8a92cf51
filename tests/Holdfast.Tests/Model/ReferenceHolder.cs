namespace Holdfast.Tests;

/// <summary>Somebody who opened a session and may come back later: what a scope keeps.</summary>
internal sealed record ReferenceHolder(SessionKey Key, ulong Incarnation, uint Generation, long Base);
