using System.Diagnostics;
using System.Runtime.CompilerServices;
using Holdfast.Expiry;
using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>
/// A part of the in-process store: the sessions whose keys hash here, under one short lock. What happens to a session happens while
/// its shard's lock is held, completely: new image, index, wheel, subject, counts and journal position, so that no observer finds
/// a session half changed and the totals agree at every instant (Invariants 4, 5, 7). No code of anybody else runs meanwhile and
/// nothing is awaited (Invariant 11).
/// </summary>
/// <remarks>
/// <para>Sessions share a lock by the hundreds of shards, not each with its own: a change takes a fraction of a microsecond, so two
/// of one shard rarely meet, and 8 bytes and a second cache line per session are saved.</para>
/// <para><see cref="TryRead"/> takes no lock. It answers only what it can prove from one slot whose sequence did not change meanwhile;
/// whenever it cannot (a miss, an ended or expired session, a reused slot) it says so and the caller asks again under the lock.</para>
/// <para>Slot states: free → taken (sequence odd) → live → ended → free. Only <see cref="EndLocked"/> leads out of live and nothing leads
/// back (Invariant 3); an ended record is freed after its retention.</para>
/// </remarks>
internal sealed class Shard
{
    private const int MaxChainSteps = 32;

    public Shard(StoreContext context, int index)
    {
        Context = context;
        Index = index;
        Wheel = new TimingWheel<SlotTable>(Slots, context.Clock.Now / TimeSpan.TicksPerSecond);
    }

    public Lock Lock { get; } = new();

    public StoreContext Context { get; }

    public int Index { get; }

    // Under the lock; Slots is also read without it by TryRead.
    public SlotTable Slots { get; } = new();

    public TimingWheel<SlotTable> Wheel { get; }

    public Queue<EndedRecord> EndedRecords { get; } = new();

    public Dictionary<int, PreviousSecret>? PreviousSecrets { get; set; }

    public long Created { get; set; }

    public long Active { get; set; }

    /// <summary>Ended records in the table, so live sessions can be counted from the index itself.</summary>
    public int EndedCount { get; set; }

    public long[] EndedByReason { get; } = new long[(int)EndReason.Shutdown + 1];

    public long HandleOf(int index) => ((long)Index << 32) | (uint)index;

    /// <summary>Reads a live session without the lock, or answers false: then only the lock can tell.</summary>
    public bool TryRead(in SessionKey key, int hash, long now, out SessionImage image, out long lastActivity)
    {
        var index = Slots.Head(hash);
        for (var steps = 0; index >= 0 && steps < MaxChainSteps; steps++)
        {
            ref var slot = ref Slots.TryGet(index);
            if (Unsafe.IsNullRef(ref slot))
            {
                break;
            }

            var sequence = Volatile.Read(ref slot.Sequence);
            if (slot.Hash == hash && Volatile.Read(ref slot.Image) is { } bytes)
            {
                Prefetch.Ahead(bytes);
                image = new SessionImage(bytes);
                if (image.Is(key))
                {
                    lastActivity = slot.LastActivity;
                    var isCurrent = !slot.IsEnded
                        && now < image.Deadline(lastActivity)
                        && !IsRevoked(slot)
                        && (Context.Journal is not { } journal || slot.Position <= journal.SyncedPosition);
                    Volatile.ReadBarrier();
                    return isCurrent && (sequence & 1) == 0 && slot.Sequence == sequence;
                }
            }

            index = slot.Next - 1;
        }

        image = default;
        lastActivity = 0;
        return false;
    }

    /// <summary>The newest record of a key, or the one of a certain incarnation.</summary>
    public int FindLocked(in SessionKey key, int hash, ulong incarnation)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        for (var index = Slots.Head(hash); index >= 0; index = Slots[index].Next - 1)
        {
            ref var slot = ref Slots[index];
            if (slot.Hash == hash
                && slot.Session.Is(key)
                && (incarnation == 0 || slot.Session.Incarnation == incarnation))
            {
                return index;
            }
        }

        return SlotTable.None;
    }

    /// <summary>Whether a record is a live session at this instant; commits the end of one that is due or revoked (Invariants 6, 7).</summary>
    public bool IsLiveLocked(int index, long now)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        ref var slot = ref Slots[index];
        if (slot.IsEnded)
        {
            return false;
        }

        if (DueReasonLocked(slot, now) is not { } reason)
        {
            return true;
        }

        EndLocked(index, reason, now);
        return false;
    }

    /// <summary>Why a live session has to end now, if it has to.</summary>
    public EndReason? DueReasonLocked(in Slot slot, long now)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        if (IsRevoked(slot))
        {
            return EndReason.Revoked;
        }

        var absolute = slot.Session.AbsoluteDeadline;
        var idle = slot.LastActivity + slot.Session.IdleTicks;
        if (now < Math.Min(absolute, idle))
        {
            return null;
        }

        return absolute <= idle ? EndReason.AbsoluteTimeout : EndReason.IdleTimeout;
    }

    /// <summary>Ends a live session: one step for state, index, wheel, subject, counts and journal.</summary>
    public void EndLocked(int index, EndReason reason, long now)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        ref var slot = ref Slots[index];
        Debug.Assert(!slot.IsEnded);
        var image = ImageFactory.Ended(slot.Session);
        slot.Position = AppendLocked(new JournalRecord
        {
            Kind = JournalRecordKind.End,
            Image = image,
            Now = now,
            LastActivity = slot.LastActivity,
            EndReason = reason,
        });
        slot.EndReasonNumber = (byte)reason;
        slot.IsEnded = true;
        Volatile.Write(ref slot.Image, image.Bytes);

        Wheel.Remove(index);
        if (slot.Subject is { } subject)
        {
            Context.Subjects.Leave(subject, HandleOf(index));
            slot.Subject = null;
        }

        Active--;
        EndedByReason[(int)reason]++;
        EndedCount++;
        EndedRecords.Enqueue(new EndedRecord(index, slot.Sequence, now));
        if (EndedCount > Context.MaxEndedRecordsPerShard)
        {
            DropOldestEndedLocked();
        }
    }

    /// <summary>Frees ended records whose retention has passed, up to a number; answers how many it looked at.</summary>
    public int PurgeLocked(long now, int limit)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        var handled = 0;
        while (handled < limit && EndedRecords.TryPeek(out var record))
        {
            var isGone = Slots.IsUsed(record.Index) is false || Slots[record.Index].Sequence != record.Sequence;
            if (!isGone && (record.EndedAt + Context.RetentionTicks > now || !IsSynced(Slots[record.Index].Position)))
            {
                break;
            }

            EndedRecords.Dequeue();
            handled++;
            if (!isGone)
            {
                FreeEndedLocked(record.Index);
            }
        }

        if (EndedRecords.Count == 0)
        {
            EndedRecords.TrimExcess();
        }

        return handled;
    }

    public void FreeEndedLocked(int index)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        Debug.Assert(Slots[index].IsEnded);
        PreviousSecrets?.Remove(index);
        Slots.Free(index);
        EndedCount--;
    }

    /// <summary>Moves the last activity forward; the wheel learns of it when the old deadline comes up.</summary>
    public void UseLocked(ref Slot slot, long now)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        var before = slot.LastActivity;
        if (now <= before)
        {
            return;
        }

        slot.LastActivity = now;
        if (slot.Subject is not null && slot.SubjectEpoch != Context.LatestEpoch)
        {
            SubjectStep.RefreshLocked(this, ref slot);
        }

        if (Context.Journal is null)
        {
            return;
        }

        // Persisted once per touch interval: when the activity crosses into another of its intervals.
        var interval = Math.Max(1, Math.Min(TimeSpan.TicksPerMinute, slot.Session.IdleTicks / 20));
        if (before / interval != now / interval)
        {
            AppendLocked(new JournalRecord
            {
                Kind = JournalRecordKind.Touch,
                Image = slot.Session,
                Now = now,
                LastActivity = now,
            });
        }
    }

    public long AppendLocked(in JournalRecord record)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        return Context.Journal?.Append(record) ?? 0;
    }

    public static long TickOf(long deadline) => (deadline + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;

    // Epoch numbers come from one counter: whoever has the latest number needs no look at its own subject.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsRevoked(in Slot slot) =>
        slot.Subject is { } subject
        && slot.SubjectEpoch != Context.LatestEpoch
        && slot.SubjectEpoch < Volatile.Read(ref subject.Epoch);

    private bool IsSynced(long position) => Context.Journal is not { } journal || position <= journal.SyncedPosition;

    private void DropOldestEndedLocked()
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        while (EndedRecords.TryDequeue(out var record))
        {
            if (Slots.IsUsed(record.Index) && Slots[record.Index].Sequence == record.Sequence)
            {
                FreeEndedLocked(record.Index);
                return;
            }
        }
    }
}
