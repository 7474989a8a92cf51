using System.Diagnostics;
using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>The in-process store's ways to say no.</summary>
internal static class Refusals
{
    public static StoreResult EndedLocked(Shard shard, int position)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        ref var entry = ref shard.Records[position];
        return new StoreResult
        {
            Status = Status.Ended,
            EndReason = shard.Slots[entry.Slot].EndReason,
            Image = entry.Session,
            LastActivity = entry.Session.LastActivity,
        };
    }

    public static StoreResult Current(Status status, Refusal refusal, SessionImage image) => new()
    {
        Status = status,
        Refusal = refusal,
        Image = image,
        LastActivity = image.LastActivity,
    };

    public static StoreResult Result(in ApplyOutcome outcome, SessionImage current) => new()
    {
        Status = StatusOf(outcome.Refusal),
        Refusal = outcome.Refusal,
        Image = current,
        LastActivity = current.IsNone ? 0 : current.LastActivity,
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
