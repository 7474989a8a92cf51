using System.Diagnostics;

namespace Holdfast.Storage.InProcess;

/// <summary>
/// The subjects, in stripes with a lock each. Lock order: a shard's lock first, then one stripe's, never the other way and never two
/// of a kind, except that statistics take all shards in index order.
/// </summary>
internal sealed class SubjectDirectory
{
    private const int StripeCount = 64;

    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, StripeCount).Select(static _ => new Stripe())];

    public Lock LockOf(string name) => StripeOf(name).Lock;

    public Subject? FindLocked(string name)
    {
        var stripe = StripeOf(name);
        Debug.Assert(stripe.Lock.IsHeldByCurrentThread);
        return stripe.Subjects.GetValueOrDefault(name);
    }

    public Subject GetOrAddLocked(string name)
    {
        var stripe = StripeOf(name);
        Debug.Assert(stripe.Lock.IsHeldByCurrentThread);
        if (!stripe.Subjects.TryGetValue(name, out var subject))
        {
            stripe.Subjects.Add(name, subject = new Subject(name));
        }

        return subject;
    }

    /// <summary>Notes that the subject's epoch was raised, so that it is forgotten when no authentication can be older any more.</summary>
    public void RaisedLocked(Subject subject, long now)
    {
        var stripe = StripeOf(subject.Name);
        Debug.Assert(stripe.Lock.IsHeldByCurrentThread);
        subject.IsEpochForgotten = false;
        if (!subject.IsEpochNoted)
        {
            subject.IsEpochNoted = true;
            stripe.Raised.Enqueue((subject.Name, now));
        }
    }

    /// <summary>Drops a subject that was added for a session which then was refused.</summary>
    public void DropIfEmptyLocked(Subject subject)
    {
        var stripe = StripeOf(subject.Name);
        Debug.Assert(stripe.Lock.IsHeldByCurrentThread);
        if (subject.MemberCount == 0 && subject.Epoch == 0)
        {
            stripe.Subjects.Remove(subject.Name);
        }
    }

    /// <summary>Takes a session out; a subject without sessions and epoch leaves nothing behind (Invariant 7).</summary>
    public void Leave(Subject subject, long handle)
    {
        var stripe = StripeOf(subject.Name);
        lock (stripe.Lock)
        {
            subject.Remove(handle);
            if (subject.MemberCount == 0 && (subject.Epoch == 0 || subject.IsEpochForgotten))
            {
                stripe.Subjects.Remove(subject.Name);
            }
        }
    }

    /// <summary>Forgets epochs that were raised before <paramref name="before"/>: no authentication that old is accepted anyway.</summary>
    public void ForgetEpochs(long before)
    {
        foreach (var stripe in _stripes)
        {
            lock (stripe.Lock)
            {
                while (stripe.Raised.TryPeek(out var oldest) && oldest.At < before)
                {
                    stripe.Raised.Dequeue();
                    if (!stripe.Subjects.TryGetValue(oldest.Name, out var subject))
                    {
                        continue;
                    }

                    if (subject.EpochAt >= before)
                    {
                        stripe.Raised.Enqueue((subject.Name, subject.EpochAt)); // raised again since
                        continue;
                    }

                    subject.IsEpochNoted = false;
                    subject.IsEpochForgotten = true;
                    if (subject.MemberCount == 0)
                    {
                        stripe.Subjects.Remove(oldest.Name);
                    }
                }
            }
        }
    }

    /// <summary>Entries of the index: sessions that have a subject. For the checks that walk the structure.</summary>
    public int CountMembers()
    {
        var count = 0;
        foreach (var stripe in _stripes)
        {
            lock (stripe.Lock)
            {
                count += stripe.Subjects.Values.Sum(static s => s.MemberCount);
            }
        }

        return count;
    }

    private Stripe StripeOf(string name) => _stripes[name.GetHashCode(StringComparison.Ordinal) & (StripeCount - 1)];

    private sealed class Stripe
    {
        public readonly Lock Lock = new();
        public readonly Dictionary<string, Subject> Subjects = new(StringComparer.Ordinal);
        public readonly Queue<(string Name, long At)> Raised = new();
    }
}
