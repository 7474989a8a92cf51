using Holdfast.Model;
using Holdfast.Operations;

namespace Holdfast.Verification;

/// <summary>One life of a session, as a replay knows it.</summary>
internal sealed class ReplayedSession(SessionImage image, long lastActivity, SecretDigest digest, uint generation)
{
    public SessionImage Image { get; set; } = image;

    public long LastActivity { get; set; } = lastActivity;

    public SecretDigest Digest { get; set; } = digest;

    public uint Generation { get; set; } = generation;

    public EndReason? EndReason { get; set; }
}
