namespace Holdfast.Verification;

/// <summary>What a <see cref="ModelChange"/> does.</summary>
internal enum ModelChangeKind
{
    Set,
    Increment,
    Remove,
    Clear,
    Other,
    RecordAccess,
    SetSubject,
    Regenerate,
    RegenerateWithGrace,
}
