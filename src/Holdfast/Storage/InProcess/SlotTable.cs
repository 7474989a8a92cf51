using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Holdfast.Expiry;

namespace Holdfast.Storage.InProcess;

/// <summary>
/// A shard's slots and the hash chains through them. Slots live in chunks that never move, so links are numbers and a slot's address is
/// good while it is used; a chunk whose last slot is freed goes back to the collector.
/// </summary>
/// <remarks>
/// Everything but <see cref="TryGet"/> and <see cref="Head"/> belongs to the shard's lock. Those two may be called without it and may then
/// be out of date, which their caller detects (see <see cref="Shard.TryRead"/>).
/// </remarks>
internal sealed class SlotTable : IWheelNodes
{
    public const int None = -1;
    private const int ChunkBits = 6;
    private const int ChunkSize = 1 << ChunkBits;
    private const int MinBuckets = 4;

    // Replaced as a whole when they grow, so that a reader without the lock always holds a complete array.
    private Slot[]?[] _chunks = new Slot[]?[1];
    private int[] _buckets = new int[MinBuckets];

    // One bit a slot, one number a chunk.
    private ulong[] _used = new ulong[1];
    private Slot[]? _spare;
    private int _firstWithRoom;

    public int Count { get; private set; }

    public ref Slot this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref At(_chunks[index >> ChunkBits]!, index);
    }

    public int Capacity => _chunks.Length << ChunkBits;

    public ref WheelLinks Links(int node) => ref this[node].Links;

    /// <summary>First slot of the chain that a hash belongs to, newest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Head(int hash)
    {
        var buckets = Volatile.Read(ref _buckets);
        return buckets[hash & (buckets.Length - 1)] - 1;
    }

    /// <summary>A slot by number for readers without the lock; a null reference when its chunk is gone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Slot TryGet(int index)
    {
        var chunks = Volatile.Read(ref _chunks);
        var chunk = index >> ChunkBits;
        if ((uint)chunk < (uint)chunks.Length && chunks[chunk] is { } found)
        {
            return ref At(found, index);
        }

        return ref Unsafe.NullRef<Slot>();
    }

    public bool IsUsed(int index) =>
        index >> ChunkBits < _used.Length && (_used[index >> ChunkBits] & (1UL << (index & (ChunkSize - 1)))) != 0;

    /// <summary>Gives out a slot at the head of its chain; the caller fills it in and then calls <see cref="Publish"/>.</summary>
    public int Take(int hash)
    {
        if (Count >= _buckets.Length)
        {
            Rehash(_buckets.Length * 2);
        }

        var index = TakeFree();
        ref var slot = ref this[index];
        Volatile.Write(ref slot.Sequence, slot.Sequence + 1);
        slot.Hash = hash;
        Count++;
        return index;
    }

    public void Publish(int index)
    {
        ref var slot = ref this[index];
        Volatile.Write(ref slot.Sequence, slot.Sequence + 1);
        ref var head = ref _buckets[slot.Hash & (_buckets.Length - 1)];
        slot.Next = head;
        Volatile.Write(ref head, index + 1);
    }

    public void Free(int index)
    {
        ref var slot = ref this[index];
        Unlink(index, slot.Hash, slot.Next);
        var sequence = slot.Sequence;
        Volatile.Write(ref slot.Sequence, sequence + 1);
        slot.Clear();
        Volatile.Write(ref slot.Sequence, sequence + 2);
        Release(index);
        if (_buckets.Length > MinBuckets && Count < _buckets.Length / 8)
        {
            Rehash(_buckets.Length / 4);
        }
    }

    /// <summary>Takes back a slot that was never published.</summary>
    public void GiveBack(int index)
    {
        ref var slot = ref this[index];
        slot.Clear();
        Volatile.Write(ref slot.Sequence, slot.Sequence + 1);
        Release(index);
    }

    private void Release(int index)
    {
        Count--;
        var chunk = index >> ChunkBits;
        _used[chunk] &= ~(1UL << (index & (ChunkSize - 1)));
        _firstWithRoom = Math.Min(_firstWithRoom, chunk);
        if (_used[chunk] == 0)
        {
            // One empty chunk is kept, so that a shard at a chunk's border does not allocate at every step.
            _spare = _chunks[chunk];
            _chunks[chunk] = null;
        }
    }

    private void Unlink(int index, int hash, int next)
    {
        ref var link = ref _buckets[hash & (_buckets.Length - 1)];
        while (link != index + 1)
        {
            link = ref this[link - 1].Next;
        }

        link = next;
    }

    private int TakeFree()
    {
        while (_firstWithRoom < _chunks.Length && _used[_firstWithRoom] == ulong.MaxValue)
        {
            _firstWithRoom++;
        }

        var chunk = _firstWithRoom;
        if (chunk == _chunks.Length)
        {
            Array.Resize(ref _used, chunk * 2);
            var grown = new Slot[]?[chunk * 2];
            _chunks.CopyTo(grown, 0);
            Volatile.Write(ref _chunks, grown);
        }

        if (_chunks[chunk] is null)
        {
            Volatile.Write(ref _chunks[chunk], _spare ?? new Slot[ChunkSize]);
            _spare = null;
        }

        var free = BitOperations.TrailingZeroCount(~_used[chunk]);
        _used[chunk] |= 1UL << free;
        return (chunk << ChunkBits) + free;
    }

    // Chains keep their order: of several records of one name the newest comes first.
    private void Rehash(int size)
    {
        var buckets = new int[Math.Max(MinBuckets, size)];
        var tails = new int[buckets.Length];
        foreach (var head in _buckets)
        {
            for (var link = head; link != 0;)
            {
                ref var slot = ref this[link - 1];
                var next = slot.Next;
                slot.Next = 0;
                var bucket = slot.Hash & (buckets.Length - 1);
                if (buckets[bucket] == 0)
                {
                    buckets[bucket] = link;
                }
                else
                {
                    this[tails[bucket] - 1].Next = link;
                }

                tails[bucket] = link;
                link = next;
            }
        }

        Volatile.Write(ref _buckets, buckets);
    }

    // The masked number is always inside a chunk; a bounds check would read the array's header, one more cache line per session.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Slot At(Slot[] chunk, int index) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(chunk), index & (ChunkSize - 1));
}
