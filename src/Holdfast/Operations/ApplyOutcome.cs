using Holdfast.Model;

namespace Holdfast.Operations;

/// <summary>What applying a change set gave: a refusal, or the session's next image.</summary>
internal struct ApplyOutcome
{
    public Refusal Refusal;

    /// <summary>The key that the refusal speaks of, if it speaks of one.</summary>
    public string? Key;

    /// <summary>The limit's maximum and what was asked for, when a limit refused.</summary>
    public SessionLimit? Limit;

    /// <summary>The next image; the input's own when nothing changed.</summary>
    public SessionImage Image;

    /// <summary>Whether the set changed anything; if not, there is no new version.</summary>
    public bool Changed;

    /// <summary>Whether it held an operation on user data, which makes it a use of the session.</summary>
    public bool IsUse;

    /// <summary>Writes of others, newer than the base, that this set replaced without having seen them (Invariant 1 counts them).</summary>
    public int OverwroteUnseen;

    /// <summary>A subject was set, with the authentication instant now in the image.</summary>
    public bool SubjectSet;

    /// <summary>A new secret was set.</summary>
    public bool Regenerated;

    public SecretDigest NewDigest;

    /// <summary>How long the previous secret may still read, in ticks.</summary>
    public long GraceTicks;
}
