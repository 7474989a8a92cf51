using Holdfast.Operations;

namespace Holdfast.Verification;

/// <summary>Somebody who holds a session: what a scope keeps of what it has loaded.</summary>
/// <param name="Key">Which session.</param>
/// <param name="Id">Its client's id; null for a session without a secret.</param>
/// <param name="Incarnation">Which life of it.</param>
/// <param name="Generation">Which secret it was opened with; 0 for a trusted caller.</param>
/// <param name="Seen">The state that was seen.</param>
internal sealed record Holder(SessionKey Key, SessionId? Id, ulong Incarnation, uint Generation, SessionImage Seen)
{
    public SessionId Secret => Id ?? throw new InvalidOperationException("A named session has no secret unless it was given one.");
}
