namespace Holdfast.Verification;

/// <summary>What a <see cref="ModelOperation"/> calls.</summary>
internal enum ModelOperationKind
{
    Create,
    GetOrCreate,
    Read,
    Open,
    Touch,
    Apply,
    End,
    Expire,
    AdvanceClock,
    EndGrace,
}
