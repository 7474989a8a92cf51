using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>The in-process store's ways to say no.</summary>
internal static class Refusals
{
    public static StoreResult Ended(in Slot slot) => new()
    {
        Status = Status.Ended,
        EndReason = slot.EndReason,
        Image = slot.Session,
        LastActivity = slot.LastActivity,
    };

    public static StoreResult Current(Status status, Refusal refusal, in Slot slot) => new()
    {
        Status = status,
        Refusal = refusal,
        Image = slot.Session,
        LastActivity = slot.LastActivity,
    };

    public static StoreResult Result(in ApplyOutcome outcome, SessionImage current, long lastActivity) => new()
    {
        Status = StatusOf(outcome.Refusal),
        Refusal = outcome.Refusal,
        Image = current,
        LastActivity = lastActivity,
        Detail = outcome.Detail is { } detail ? new RefusalDetail(detail.Key, detail.Limit) : null,
    };

    private static Status StatusOf(Refusal refusal) => refusal switch
    {
        Refusal.FenceCrossed or Refusal.VersionMismatch or Refusal.KeyVersionMismatch or Refusal.GenerationMismatch => Status.Conflict,
        Refusal.ValueTooLarge or Refusal.TooManyKeys or Refusal.TooManyTags or Refusal.SessionTooLarge => Status.Limited,
        Refusal.SecretSuperseded or Refusal.ReadOnlyGrace => Status.Ended,
        _ => Status.Invalid,
    };
}
