namespace Holdfast.Tests;

/// <summary>What a step of a random sequence does.</summary>
internal enum ModelStepKind
{
    Create,
    CreateNamed,
    GetOrCreate,
    Get,
    Open,
    Update,
    UpdateIf,
    ReadModifyWrite,
    RecordAccess,
    Touch,
    TouchById,
    End,
    Regenerate,
    Revoke,
    Advance,
    AdvanceToDeadline,
    Sweep,
    Query,
    Hold,
    HolderCommit,
    HolderRegenerate,
    HolderEnd,
}
