using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Holdfast.Expiry;

namespace Holdfast.Storage.InProcess;

/// <summary>
/// A shard's slots, in chunks that never move: links are numbers, and a slot's number is its session's place for life. A chunk whose last slot
/// is freed goes back to the collector. Belongs to the shard's lock.
/// </summary>
internal sealed class SlotTable : IWheelNodes
{
    private const int ChunkBits = 6;
    private const int ChunkSize = 1 << ChunkBits;

    private Slot[]?[] _chunks = new Slot[]?[1];

    // One bit a slot, one number a chunk.
    private ulong[] _used = new ulong[1];
    private Slot[]? _spare;
    private int _firstWithRoom;
    private int _owners;

    public int Count { get; private set; }

    public int Capacity => _chunks.Length << ChunkBits;

    // The masked number is always inside a chunk; a bounds check would read the array's header, one more cache line per session.
    public ref Slot this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(
            ref MemoryMarshal.GetArrayDataReference(_chunks[index >> ChunkBits]!), index & (ChunkSize - 1));
    }

    public ref WheelLinks Links(int node) => ref this[node].Links;

    public bool IsUsed(int index) =>
        index >> ChunkBits < _used.Length && (_used[index >> ChunkBits] & (1UL << (index & (ChunkSize - 1)))) != 0;

    public int Take(int hash)
    {
        while (_firstWithRoom < _chunks.Length && _used[_firstWithRoom] == ulong.MaxValue)
        {
            _firstWithRoom++;
        }

        var chunk = _firstWithRoom;
        if (chunk == _chunks.Length)
        {
            Array.Resize(ref _used, chunk * 2);
            Array.Resize(ref _chunks, chunk * 2);
        }

        if (_chunks[chunk] is null)
        {
            _chunks[chunk] = _spare ?? new Slot[ChunkSize];
            _spare = null;
        }

        var free = BitOperations.TrailingZeroCount(~_used[chunk]);
        _used[chunk] |= 1UL << free;
        Count++;
        var index = (chunk << ChunkBits) + free;
        this[index].Hash = hash;
        this[index].Owner = ++_owners;
        return index;
    }

    public void Free(int index)
    {
        this[index] = default;
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
}
