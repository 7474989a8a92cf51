using Holdfast.Model;

namespace Holdfast.Operations;

/// <summary>The rare parts of an outcome: what a refusal speaks of, and a new secret. Most change sets have none.</summary>
internal sealed class ApplyDetail
{
    /// <summary>The key that the refusal speaks of, if it speaks of one.</summary>
    public string? Key { get; init; }

    /// <summary>The limit that refused.</summary>
    public SessionLimit? Limit { get; init; }

    /// <summary>Digest of the new secret, for a regeneration.</summary>
    public SecretDigest NewDigest { get; init; }

    /// <summary>How long the previous secret may still read, in ticks.</summary>
    public long GraceTicks { get; init; }
}
