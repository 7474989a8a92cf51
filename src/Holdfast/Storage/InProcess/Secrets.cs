using System.Diagnostics;
using Holdfast.Model;
using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>What a presented secret, or the generation it once had, is worth to a session. Secrets are compared in constant time.</summary>
internal static class Secrets
{
    public static SecretVerdict JudgeLocked(Shard shard, int slotIndex, in SecretDigest presented, long now)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        ref var slot = ref shard.Slots[slotIndex];
        if (slot.Digest.Matches(presented))
        {
            return SecretVerdict.Current;
        }

        if (shard.PreviousSecrets is { } secrets
            && secrets.TryGetValue(slotIndex, out var previous)
            && previous.Digest.Matches(presented))
        {
            return now < previous.ReadableUntil ? SecretVerdict.Readable : SecretVerdict.Superseded;
        }

        return SecretVerdict.Wrong;
    }

    /// <summary>
    /// Whether a holder of an older generation may still change the session: only within the grace of the regeneration that superseded
    /// it, and only if it began before that (Invariant 3).
    /// </summary>
    public static Refusal JudgeGenerationLocked(Shard shard, int slotIndex, uint generation, long baseVersion, long now)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        ref var slot = ref shard.Slots[slotIndex];
        if (generation == 0 || generation == slot.Generation)
        {
            return Refusal.None;
        }

        if (generation + 1 == slot.Generation
            && shard.PreviousSecrets is { } secrets
            && secrets.TryGetValue(slotIndex, out var previous)
            && now < previous.ReadableUntil)
        {
            return baseVersion >= 0 && baseVersion < previous.SupersededAtVersion ? Refusal.None : Refusal.ReadOnlyGrace;
        }

        return Refusal.SecretSuperseded;
    }

    public static PreviousSecret? PreviousLocked(Shard shard, int slotIndex)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        return shard.PreviousSecrets is { } secrets && secrets.TryGetValue(slotIndex, out var previous) ? previous : null;
    }

    public static void ReplaceLocked(Shard shard, int slotIndex, in ApplyOutcome outcome, long now)
    {
        Debug.Assert(shard.Lock.IsHeldByCurrentThread);
        ref var slot = ref shard.Slots[slotIndex];
        var detail = outcome.Detail!;
        if (!slot.Digest.IsNone)
        {
            shard.PreviousSecrets ??= [];
            shard.PreviousSecrets[slotIndex] = new PreviousSecret(slot.Digest, now + detail.GraceTicks, outcome.Image.Version);
        }

        slot.Digest = detail.NewDigest;
        slot.Generation++;
    }
}
