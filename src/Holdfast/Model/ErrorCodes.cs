namespace Holdfast;

/// <summary>Every <see cref="HoldfastError.Code"/>. They never change; new ones may be added.</summary>
public static class ErrorCodes
{
    /// <summary>The text is no session key, or the name breaks the rule for names.</summary>
    public const string InvalidKey = "invalid_session_key";

    /// <summary>No such session.</summary>
    public const string NotFound = "session_not_found";

    /// <summary>The session has ended.</summary>
    public const string Ended = "session_ended";

    /// <summary>The secret was replaced by a newer one.</summary>
    public const string SecretSuperseded = "secret_superseded";

    /// <summary>The old secret may read for its grace, but not change anything.</summary>
    public const string ReadOnlyGrace = "read_only_grace";

    /// <summary>A live session has that name.</summary>
    public const string AlreadyExists = "already_exists";

    /// <summary>The session is not in the state that the update names.</summary>
    public const string VersionConflict = "version_conflict";

    /// <summary>A key was written since the version that the change names.</summary>
    public const string KeyVersionConflict = "key_version_conflict";

    /// <summary>The session was cleared after this change's scope began.</summary>
    public const string Fenced = "cleared_since";

    /// <summary>Another regeneration came first.</summary>
    public const string RegenerationConflict = "regeneration_conflict";

    /// <summary>The key holds another kind of value.</summary>
    public const string WrongType = "wrong_type";

    /// <summary>The counter would leave the range of a signed 64-bit number.</summary>
    public const string Overflow = "counter_overflow";

    /// <summary>A data key is empty or too long.</summary>
    public const string InvalidDataKey = "invalid_data_key";

    /// <summary>A value, a text or a number given to an operation breaks its rule.</summary>
    public const string InvalidValue = "invalid_value";

    /// <summary>A value is larger than allowed.</summary>
    public const string ValueTooLarge = "value_too_large";

    /// <summary>More operations than allowed in one change set.</summary>
    public const string TooManyOperations = "too_many_operations";

    /// <summary>More data keys than allowed.</summary>
    public const string TooManyKeys = "too_many_keys";

    /// <summary>More tags than allowed.</summary>
    public const string TooManyTags = "too_many_tags";

    /// <summary>The session would be larger than allowed.</summary>
    public const string SessionTooLarge = "session_too_large";

    /// <summary>The session has another subject already.</summary>
    public const string OtherSubject = "other_subject";

    /// <summary>There is no subject to be authenticated as.</summary>
    public const string NoSubject = "no_subject";

    /// <summary>The authentication is older than the session may be.</summary>
    public const string AuthenticationTooOld = "authentication_too_old";

    /// <summary>The subject's sessions were revoked after that authentication.</summary>
    public const string SubjectRevoked = "subject_revoked";

    /// <summary>The session to except from a revocation is not a live session of the subject.</summary>
    public const string NotOfSubject = "not_of_subject";

    /// <summary>A timeout is out of range.</summary>
    public const string InvalidTimeout = "invalid_timeout";

    /// <summary>A query's cursor, limit or pattern is malformed.</summary>
    public const string InvalidQuery = "invalid_query";

    /// <summary>The store cannot be reached or has stopped acknowledging.</summary>
    public const string Unavailable = "store_unavailable";

    /// <summary>The outcome is not known.</summary>
    public const string Unknown = "outcome_unknown";
}
