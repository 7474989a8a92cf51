namespace Holdfast.Operations;

/// <summary>Why a store refused, as a number: the text is made only when somebody is told (see <c>Refusals</c>).</summary>
internal enum Refusal : byte
{
    None = 0,
    KeyMalformed,
    FenceCrossed,
    VersionMismatch,
    KeyVersionMismatch,
    WrongType,
    Overflow,
    ValueTooLarge,
    TooManyKeys,
    SessionTooLarge,
    TooManyTags,
    OtherSubject,
    NoSubject,
    AuthenticationTooOld,
    SubjectRevoked,
    SecretSuperseded,
    SecretWrong,
    ReadOnlyGrace,
    IncarnationMismatch,
    EpochMismatch,
    GenerationMismatch,
    NotSynced,
    TooManyRegenerations,
    NotOfSubject,
    Disposed,
}
