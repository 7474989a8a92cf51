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
/// <para><see cref="TryRead"/> takes no lock: an image is replaced as a whole, carries its own key and says all that decides whether it may be
/// told. Whatever else it meets (a miss, an ended, expired or revoked session, a change not yet synced) it leaves to the lock.</para>
/// <para>States: live → ended → gone. Only <see cref="EndLocked"/> leads out of live and nothing leads back (Invariant 3); an ended record goes
/// after its retention.</para>
/// </remarks>
internal sealed class Shard
{
    public Shard(StoreContext context, int index)
    {
        Context = context;
        Index = index;
        Wheel = new TimingWheel<SlotTable>(Slots, context.Clock.Now / TimeSpan.TicksPerSecond);
    }

    public Lock Lock { get; } = new();

    public StoreContext Context { get; }

    public int Index { get; }

    // Under the lock; Records is also read without it by TryRead.
    public SessionIndex Records { get; } = new();

    public SlotTable Slots { get; } = new();

    public TimingWheel<SlotTable> Wheel { get; }

    public Queue<EndedRecord> EndedRecords { get; } = new();

    public Dictionary<int, PreviousSecret>? PreviousSecrets { get; set; }

    public long Created { get; set; }

    public long Active { get; set; }

    /// <summary>Ended records in the index, so live sessions can be counted from the index itself.</summary>
    public int EndedCount { get; set; }

    public long[] EndedByReason { get; } = new long[(int)EndReason.Shutdown + 1];

    public long HandleOf(int index) => ((long)Index << 32) | (uint)index;

    /// <summary>Reads a live session without the lock, or answers false: then only the lock can tell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(in SessionKey key, int hash, out SessionImage image, out long lastActivity)
    {
        if (Records.TryFind(key, hash, out image))
        {
            lastActivity = image.LastActivity;
            return !image.IsEnded
                && Context.Clock.Now < image.Deadline(lastActivity) // the clock after the image: it was alive when it was found
                && (!image.HasSubject || image.SubjectEpoch == Context.LatestEpoch)
                && (Context.Journal is not { } journal || image.Position <= journal.SyncedPosition);
        }

        lastActivity = 0;
        return false;
    }

    /// <summary>Position of the newest record of a key, or of the one of a certain incarnation; <see cref="SessionIndex.None"/> if there is none.</summary>
    public int FindLocked(in SessionKey key, int hash, ulong incarnation)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        return Records.Find(key, hash, incarnation);
    }

    /// <summary>Position of a slot's record, or <see cref="SessionIndex.None"/> when the slot is free.</summary>
    public int PositionOfLocked(int slot)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        return Slots.IsUsed(slot) ? Records.PositionOf(slot, Slots[slot].Hash) : SessionIndex.None;
    }

    /// <summary>Whether a record is a live session at this instant; commits the end of one that is due or revoked (Invariants 6, 7).</summary>
    public bool IsLiveLocked(int position, long now)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        ref var entry = ref Records[position];
        if (entry.Session.IsEnded)
        {
            return false;
        }

        if (DueReasonLocked(entry, now) is not { } reason)
        {
            if (entry.Session.HasSubject && entry.Session.SubjectEpoch != Context.LatestEpoch)
            {
                SubjectStep.RefreshLocked(this, position);
            }

            return true;
        }

        EndLocked(position, reason, now);
        return false;
    }

    /// <summary>Why a live session has to end now, if it has to.</summary>
    public EndReason? DueReasonLocked(in IndexEntry entry, long now)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        var image = entry.Session;
        if (image.HasSubject
            && image.SubjectEpoch != Context.LatestEpoch
            && image.SubjectEpoch < Context.Subjects.EpochNumberOf(image))
        {
            return EndReason.Revoked;
        }

        var absolute = image.AbsoluteDeadline;
        var idle = image.LastActivity + image.IdleTicks;
        if (now < Math.Min(absolute, idle))
        {
            return null;
        }

        return absolute <= idle ? EndReason.AbsoluteTimeout : EndReason.IdleTimeout;
    }

    /// <summary>Ends a live session: one step for state, index, wheel, subject, counts and journal. Positions stay good.</summary>
    public void EndLocked(int position, EndReason reason, long now)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        ref var entry = ref Records[position];
        ref var slot = ref Slots[entry.Slot];
        Debug.Assert(!entry.Session.IsEnded);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)reason, EndedByReason.Length - 1, nameof(reason));
        ArgumentOutOfRangeException.ThrowIfLessThan((int)reason, 1, nameof(reason));
        var image = ImageFactory.Ended(entry.Session);
        image.Position = AppendLocked(new JournalRecord
        {
            Kind = JournalRecordKind.End,
            Image = image,
            Now = now,
            LastActivity = image.LastActivity,
            EndReason = reason,
        });
        slot.EndReasonNumber = (byte)reason;
        Records.Publish(position, image);

        Wheel.Remove(entry.Slot);
        if (image.HasSubject)
        {
            Context.Subjects.Leave(image, HandleOf(entry.Slot));
        }

        Active--;
        EndedByReason[(int)reason]++;
        EndedCount++;
        EndedRecords.Enqueue(new EndedRecord(entry.Slot, slot.Owner, now));
    }

    /// <summary>
    /// Drops ended records whose retention has passed, or that are too many, up to a number; answers how many it looked at. Positions known
    /// before are not good any more.
    /// </summary>
    public int PurgeLocked(long now, int limit)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        var handled = 0;
        while (handled < limit && EndedRecords.TryPeek(out var record))
        {
            var isThere = Slots.IsUsed(record.Index) && Slots[record.Index].Owner == record.Owner;
            if (isThere)
            {
                var position = Records.PositionOf(record.Index, Slots[record.Index].Hash);
                var isOld = record.EndedAt + Context.RetentionTicks <= now || EndedCount > Context.MaxEndedRecordsPerShard;
                if (!isOld || !IsSynced(Records[position].Session.Position))
                {
                    break;
                }

                DropEndedLocked(position);
            }

            EndedRecords.Dequeue();
            handled++;
        }

        if (EndedRecords.Count == 0)
        {
            EndedRecords.TrimExcess();
        }

        return handled;
    }

    /// <summary>Forgets an ended record. Positions known before are not good any more.</summary>
    public void DropEndedLocked(int position)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        Debug.Assert(Records[position].Session.IsEnded);
        var slot = Records[position].Slot;
        PreviousSecrets?.Remove(slot);
        Records.RemoveAt(position);
        Slots.Free(slot);
        EndedCount--;
    }

    /// <summary>Moves the last activity forward; the wheel learns of it when the old deadline comes up.</summary>
    public void UseLocked(int position, long now)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        var image = Records[position].Session;
        var before = image.LastActivity;
        if (now <= before)
        {
            return;
        }

        image.LastActivity = now;
        if (Context.Journal is null)
        {
            return;
        }

        // Persisted once per touch interval: when the activity crosses into another of its intervals.
        var interval = TouchInterval(image);
        if (before / interval != now / interval)
        {
            AppendLocked(new JournalRecord { Kind = JournalRecordKind.Touch, Image = image, Now = now, LastActivity = now });
        }
    }

    public long AppendLocked(in JournalRecord record)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        return Context.Journal?.Append(record) ?? 0;
    }

    public static long TouchInterval(SessionImage image) => Math.Max(1, Math.Min(TimeSpan.TicksPerMinute, image.IdleTicks / 20));

    public static long TickOf(long deadline) => (deadline + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;

    /// <summary>Whether a change may be forgotten: what a crash could take back would otherwise be told as if it were not (Invariant 5).</summary>
    public bool IsSynced(long position) => Context.Journal is not { } journal || position <= journal.SyncedPosition;
}
