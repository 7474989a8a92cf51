namespace Holdfast.Operations;

/// <summary>Why a store refused, as a number: the text is made only when somebody is told. Numbers are for ever: scripts in servers hold them.</summary>
internal enum Refusal : byte
{
    None = 0,
    KeyMalformed = 1,
    FenceCrossed = 2,
    VersionMismatch = 3,
    KeyVersionMismatch = 4,
    WrongType = 5,
    Overflow = 6,
    ValueTooLarge = 7,
    TooManyKeys = 8,
    SessionTooLarge = 9,
    TooManyTags = 10,
    OtherSubject = 11,
    NoSubject = 12,
    AuthenticationTooOld = 13,
    SubjectRevoked = 14,
    SecretSuperseded = 15,
    SecretWrong = 16,
    ReadOnlyGrace = 17,
    IncarnationMismatch = 18,
    EpochMismatch = 19,
    GenerationMismatch = 20,
    NotSynced = 21,
    NotOfSubject = 23,
    Disposed = 24,
}
