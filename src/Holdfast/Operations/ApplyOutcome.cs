using System.Runtime.InteropServices;

namespace Holdfast.Operations;

/// <summary>What applying a change set gave: a refusal, or the session's next image.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ApplyOutcome
{
    /// <summary>The next image; the input's own when nothing changed.</summary>
    public SessionImage Image;

    public ApplyDetail? Detail;

    /// <summary>Writes of others, newer than the base, that this set replaced without having seen them (Invariant 1 counts them).</summary>
    public int OverwroteUnseen;

    public Refusal Refusal;

    /// <summary>Whether the set changed anything; if not, there is no new version.</summary>
    public bool Changed;

    /// <summary>Whether it held an operation on user data, which makes it a use of the session.</summary>
    public bool IsUse;

    /// <summary>A subject was set, with the authentication instant now in the image.</summary>
    public bool SubjectSet;

    /// <summary>A new secret was set; the detail has it.</summary>
    public bool Regenerated;
}
