namespace Holdfast.Storage;

/// <summary>The kinds of committed change. Numbers are for ever: journals hold them.</summary>
internal enum JournalRecordKind : byte
{
    Create = 1,
    Apply = 2,
    Touch = 3,
    End = 4,
    SubjectEpoch = 5,

    /// <summary>A session was excepted from its subject's revocation: it has the new epoch number.</summary>
    Exempt = 6,
}
