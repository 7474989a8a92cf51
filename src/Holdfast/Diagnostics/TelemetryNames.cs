namespace Holdfast.Diagnostics;

/// <summary>Every name that leaves the process through metrics and traces. Dashboards hold them: they are for ever.</summary>
internal static class TelemetryNames
{
    /// <summary>The meter and the activity source.</summary>
    public const string Source = "Holdfast";

    public const string Active = "holdfast.sessions.active";
    public const string Created = "holdfast.sessions.created";
    public const string Ended = "holdfast.sessions.ended";
    public const string CommitDuration = "holdfast.commit.duration";
    public const string Conflicts = "holdfast.conflicts";
    public const string Retries = "holdfast.retries";
    public const string LostWritesPrevented = "holdfast.lost_writes.prevented";
    public const string OverwrittenUnseen = "holdfast.lost_writes.overwritten_unseen";
    public const string TombstoneRefusals = "holdfast.tombstone.refusals";
    public const string SessionSize = "holdfast.session.size";
    public const string SuspiciousIds = "holdfast.ids.refused";

    public const string CookiesRefused = "holdfast.cookies.refused";
    public const string AnswersReplaced = "holdfast.requests.answers_replaced";
    public const string LateFailures = "holdfast.requests.late_failures";
    public const string BlockedReads = "holdfast.requests.blocked_reads";

    public const string CreateOperation = "holdfast.create";
    public const string GetOperation = "holdfast.get";
    public const string OpenOperation = "holdfast.open";
    public const string UpdateOperation = "holdfast.update";
    public const string CommitOperation = "holdfast.commit";
    public const string RegenerateOperation = "holdfast.regenerate";
    public const string TouchOperation = "holdfast.touch";
    public const string EndOperation = "holdfast.end";
    public const string RevokeOperation = "holdfast.revoke";
    public const string QueryOperation = "holdfast.query";
    public const string ExpireOperation = "holdfast.expire";
    public const string StatisticsOperation = "holdfast.statistics";

    public const string StoreTag = "store";
    public const string OutcomeTag = "outcome";
    public const string ReasonTag = "reason";
}
