namespace Holdfast.Sqlite.Format;

/// <summary>
/// The field table: what can stand in a record, by number. Numbers are for ever; a field is never given another meaning or type. In a file a
/// field is a tag (number × 2, plus 1 for bytes), then a varint, or a varint length and as many bytes; tag 0 ends a record.
/// So a reader skips what it does not know.
/// </summary>
internal enum Field : byte
{
    /// <summary>Ends a record.</summary>
    None = 0,

    /// <summary>Bytes: incarnation, 8 little-endian; for an issued key then the key's other half, 8.</summary>
    Identity = 1,

    /// <summary>Signed: the record's instant, in ticks after the batch's.</summary>
    Time = 2,

    /// <summary>The session's version after the change.</summary>
    Version = 3,

    /// <summary>Bytes: the operations as recorded.</summary>
    Operations = 4,

    /// <summary>1 when the change counted an access.</summary>
    CountedAccess = 5,

    /// <summary>Signed: last activity, in ticks after the record's instant; absent when it is that instant.</summary>
    LastActivity = 6,

    /// <summary>The epoch number at which the session's subject was known not to be revoked; of a subject, its new number.</summary>
    SubjectEpoch = 7,

    /// <summary>Bytes: the state as a whole, in the session image's own format.</summary>
    Image = 8,

    /// <summary>Bytes: SHA-256 of the secret.</summary>
    Digest = 9,

    /// <summary>The secret's generation.</summary>
    Generation = 10,

    /// <summary>Why it ended.</summary>
    EndReason = 11,

    /// <summary>Bytes: a subject, UTF-8.</summary>
    Subject = 12,

    /// <summary>Bytes: SHA-256 of the secret before the last regeneration.</summary>
    PreviousDigest = 13,

    /// <summary>Signed: until when that may read, UTC ticks.</summary>
    PreviousReadableUntil = 14,

    /// <summary>From which version on that is the old one.</summary>
    PreviousSuperseded = 15,

    /// <summary>Signed: when the session ended, UTC ticks.</summary>
    EndedAt = 16,
}
