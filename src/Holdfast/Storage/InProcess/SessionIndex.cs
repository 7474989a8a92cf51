using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Holdfast.Operations;

namespace Holdfast.Storage.InProcess;

/// <summary>
/// A shard's hash index: open addressing, the images standing in the table itself. A read goes from the table straight to the image, which
/// has all it needs: two memory latencies for a session that is in no cache.
/// </summary>
/// <remarks>
/// <para>Records of one name stand in the order of their insertion, removal shifts back without changing that order, and so the newest is the
/// last that a search meets.</para>
/// <para>Everything but <see cref="TryFind"/> belongs to the shard's lock. That one may be called without it and then sees each entry as it was at
/// some moment of the call, or misses one that is being moved. What it finds is right, because an image carries its own key; what it
/// does not find may be there, and only the lock can tell. The table is replaced as a whole when it grows, and an outgrown one is never
/// written again.</para>
/// </remarks>
internal sealed class SessionIndex
{
    public const int None = -1;
    private const int MinSize = 8;

    private IndexEntry[] _entries = new IndexEntry[MinSize];

    public int Count { get; private set; }

    public int Capacity => _entries.Length;

    public ref IndexEntry this[int position] => ref _entries[position];

    /// <summary>Any record of a key, without the lock; false when only the lock can tell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(in SessionKey key, int hash, out SessionImage image)
    {
        var entries = Volatile.Read(ref _entries);
        var at = Home(hash, entries.Length);
        while (true)
        {
            ref var entry = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(entries), at);
            var bytes = Volatile.Read(ref entry.Image);
            if (bytes is null)
            {
                image = default;
                return false;
            }

            if (entry.Hash == hash)
            {
                Prefetch.Ahead(bytes);
                image = new SessionImage(bytes);
                if (image.Is(key))
                {
                    return true;
                }
            }

            // The table is never full, so there is an end.
            at = at + 1 == entries.Length ? 0 : at + 1;
        }
    }

    /// <summary>The newest record of a key, or the one of a certain incarnation.</summary>
    public int Find(in SessionKey key, int hash, ulong incarnation)
    {
        var entries = _entries;
        var found = None;
        for (var at = Home(hash, entries.Length); entries[at].Image is { } bytes; at = Next(at, entries.Length))
        {
            if (entries[at].Hash == hash)
            {
                Prefetch.Ahead(bytes);
                var image = new SessionImage(bytes);
                if (image.Is(key) && (incarnation == 0 || image.Incarnation == incarnation))
                {
                    found = at;
                    if (!key.IsNamed)
                    {
                        break; // an issued key has one life and one record
                    }
                }
            }
        }

        return found;
    }

    /// <summary>How many records a key has, and the position of the oldest.</summary>
    public int CountOf(in SessionKey key, int hash, out int oldest)
    {
        var count = 0;
        oldest = None;
        for (var at = Home(hash, _entries.Length); _entries[at].Image is not null; at = Next(at, _entries.Length))
        {
            if (_entries[at].Hash == hash && _entries[at].Session.Is(key))
            {
                oldest = count++ == 0 ? at : oldest;
            }
        }

        return count;
    }

    /// <summary>Where a slot's record stands.</summary>
    public int PositionOf(int slot, int hash)
    {
        for (var at = Home(hash, _entries.Length); _entries[at].Image is not null; at = Next(at, _entries.Length))
        {
            if (_entries[at].Slot == slot)
            {
                return at;
            }
        }

        return None;
    }

    /// <summary>Adds a record. Positions known before are not good any more.</summary>
    public void Insert(int hash, SessionImage image, int slot)
    {
        if ((Count + 1) * 5L > _entries.Length * 4L)
        {
            Resize(_entries.Length + (_entries.Length / 2));
        }

        Place(_entries, hash, image.Bytes, slot);
        Count++;
    }

    /// <summary>Takes a record out, closing the gap behind it. Positions known before are not good any more.</summary>
    public void RemoveAt(int position)
    {
        var entries = _entries;
        var hole = position;
        for (var at = Next(hole, entries.Length); entries[at].Image is { } image; at = Next(at, entries.Length))
        {
            var home = Home(entries[at].Hash, entries.Length);
            var isHomeAfterHole = hole <= at ? home > hole && home <= at : home > hole || home <= at;
            if (!isHomeAfterHole)
            {
                Write(ref entries[hole], entries[at].Hash, image, entries[at].Slot);
                hole = at;
            }
        }

        Volatile.Write(ref entries[hole].Image, null);
        entries[hole].Hash = 0;
        entries[hole].Slot = 0;
        Count--;
        if (entries.Length > MinSize && Count < entries.Length / 8)
        {
            Resize(Math.Max(MinSize, entries.Length / 4));
        }
    }

    /// <summary>Replaces a record's image: the one step by which a change becomes visible to readers without the lock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(int position, SessionImage image) => Volatile.Write(ref _entries[position].Image, image.Bytes);

    private static void Place(IndexEntry[] entries, int hash, byte[] image, int slot)
    {
        var at = Home(hash, entries.Length);
        while (entries[at].Image is not null)
        {
            at = Next(at, entries.Length);
        }

        Write(ref entries[at], hash, image, slot);
    }

    private static void Write(ref IndexEntry entry, int hash, byte[] image, int slot)
    {
        entry.Hash = hash;
        entry.Slot = slot;
        Volatile.Write(ref entry.Image, image);
    }

    // Multiplying spreads the hash's high bits over any table size, so a table grows by half instead of doubling; the low bits chose the shard.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Home(int hash, int size) => (int)(((ulong)(uint)hash * (uint)size) >> 32);

    private static int Next(int at, int size) => at + 1 == size ? 0 : at + 1;

    private void Resize(int size)
    {
        // From the first empty place on, so that records of one name keep their order also where they wrap around the end.
        var old = _entries;
        var entries = new IndexEntry[size];
        var start = 0;
        while (old[start].Image is not null)
        {
            start++;
        }

        for (var i = 1; i < old.Length; i++)
        {
            ref var entry = ref old[(start + i) % old.Length];
            if (entry.Image is { } image)
            {
                Place(entries, entry.Hash, image, entry.Slot);
            }
        }

        Volatile.Write(ref _entries, entries);
    }
}
