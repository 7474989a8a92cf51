namespace Holdfast.Diagnostics;

/// <summary>The values of tags: as with their names, dashboards hold them.</summary>
internal static class TagText
{
    public static string OutcomeOf(Status status) => status switch
    {
        Status.Ok => "ok",
        Status.AlreadyExists => "already_exists",
        Status.Conflict => "conflict",
        Status.Ended => "ended",
        Status.NotFound => "not_found",
        Status.Limited => "limited",
        Status.Invalid => "invalid",
        Status.Unavailable => "unavailable",
        _ => "unknown",
    };

    public static string ReasonOf(EndReason reason) => reason switch
    {
        EndReason.LoggedOut => "logged_out",
        EndReason.Revoked => "revoked",
        EndReason.IdleTimeout => "idle_timeout",
        EndReason.AbsoluteTimeout => "absolute_timeout",
        EndReason.Evicted => "evicted",
        EndReason.Completed => "completed",
        EndReason.Failed => "failed",
        EndReason.Replaced => "replaced",
        _ => "shutdown",
    };
}
