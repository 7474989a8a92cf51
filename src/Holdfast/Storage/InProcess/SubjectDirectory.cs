using System.Text;
using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>
/// The subjects, in stripes with a lock each. Lock order: a shard's lock first, then one stripe's, never the other way and never two
/// of a kind, except that statistics take all shards in index order.
/// </summary>
internal sealed class SubjectDirectory
{
    private const int StripeCount = 64;

    private readonly SubjectStripe[] _stripes = [.. Enumerable.Range(0, StripeCount).Select(static _ => new SubjectStripe())];

    public SubjectStripe StripeOf(ulong tag) => _stripes[(int)(tag & (StripeCount - 1))];

    public static ulong TagOf(string name)
    {
        Span<byte> utf8 = stackalloc byte[ChangeSet.MaxSubjectBytes];
        return Encoding.UTF8.TryGetBytes(name, utf8, out var length) ? TagOf(utf8[..length]) : TagOf(Encoding.UTF8.GetBytes(name));
    }

    /// <summary>The hash is seeded anew in every process, so nobody can choose names that meet. Never 0.</summary>
    public static ulong TagOf(ReadOnlySpan<byte> name)
    {
        var high = default(HashCode);
        high.AddBytes(name);
        var low = default(HashCode);
        low.Add(name.Length);
        low.AddBytes(name);
        return Math.Max(1, ((ulong)(uint)high.ToHashCode() << 32) | (uint)low.ToHashCode());
    }

    /// <summary>The number of a session's subject's latest revocation, 0 for none.</summary>
    public int EpochNumberOf(SessionImage image)
    {
        var name = image.Texts.Subject;
        var stripe = StripeOf(TagOf(name));
        lock (stripe.Lock)
        {
            return stripe.HasEpochs ? stripe.EpochOfLocked(Encoding.UTF8.GetString(name))?.Number ?? 0 : 0;
        }
    }

    /// <summary>Takes a session out that has ended.</summary>
    public void Leave(SessionImage image, long handle)
    {
        var tag = TagOf(image.Texts.Subject);
        var stripe = StripeOf(tag);
        lock (stripe.Lock)
        {
            stripe.Members.Remove(tag, handle);
        }
    }

    /// <summary>The sessions that may be a subject's; whether they are, their images say.</summary>
    public long[] CandidatesOf(string name)
    {
        var tag = TagOf(name);
        var stripe = StripeOf(tag);
        lock (stripe.Lock)
        {
            return stripe.Members.Of(tag);
        }
    }

    /// <summary>Forgets epochs that were raised before <paramref name="before"/>.</summary>
    public void ForgetEpochs(long before)
    {
        foreach (var stripe in _stripes)
        {
            lock (stripe.Lock)
            {
                stripe.ForgetEpochsLocked(before);
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
                count += stripe.Members.Count;
            }
        }

        return count;
    }
}
