using System.Numerics;

namespace Holdfast.Expiry;

/// <summary>
/// A hierarchical timing wheel: five levels of 64 buckets, a level-0 bucket being one tick wide and each further level 64 times wider, which
/// spans 34 years of seconds. Scheduling and removing are O(1).
/// </summary>
/// <remarks>
/// <para>A touch does not move a node. When the bucket that a node was filed under comes up, <see cref="PopDue"/> hands the node out and the
/// caller looks at its real deadline: past, then it is ended; later, then it is scheduled again, which happens at most once
/// per timeout and level. So a touched session is never ended early, and the wheel holds each session once however often it is used.</para>
/// <para>A bucket of a higher level is handed out when its first tick is reached, never later, so nothing in it can be overdue.</para>
/// <para>Not thread-safe: it belongs to the lock of the nodes' owner. Ticks never go back; an older one is taken as now.</para>
/// </remarks>
internal sealed class TimingWheel<TNodes>(TNodes nodes, long startTick)
    where TNodes : IWheelNodes
{
    private const int Levels = 5;
    private const int Bits = 6;
    private const int Buckets = 1 << Bits;

    private readonly TNodes _nodes = nodes;
    private readonly int[] _heads = new int[Levels * Buckets];
    private readonly ulong[] _occupied = new ulong[Levels];
    private long _current = startTick;

    public int Count { get; private set; }

    public void Schedule(int node, long dueTick)
    {
        var delta = Math.Max(1, dueTick - _current);
        var level = Math.Min(Levels - 1, BitOperations.Log2((ulong)delta) / Bits);
        var bucket = (level * Buckets) + (int)(((_current + delta) >> (level * Bits)) & (Buckets - 1));

        ref var links = ref _nodes.Links(node);
        ref var head = ref _heads[bucket];
        links.Previous = -(bucket + 1);
        links.Next = head;
        if (head != 0)
        {
            _nodes.Links(head - 1).Previous = node + 1;
        }

        head = node + 1;
        _occupied[level] |= 1UL << (bucket & (Buckets - 1));
        Count++;
    }

    public void Remove(int node)
    {
        ref var links = ref _nodes.Links(node);
        if (links.Previous == 0)
        {
            return;
        }

        if (links.Previous < 0)
        {
            var bucket = -links.Previous - 1;
            _heads[bucket] = links.Next;
            if (links.Next == 0)
            {
                _occupied[bucket >> Bits] &= ~(1UL << (bucket & (Buckets - 1)));
            }
        }
        else
        {
            _nodes.Links(links.Previous - 1).Next = links.Next;
        }

        if (links.Next != 0)
        {
            _nodes.Links(links.Next - 1).Previous = links.Previous;
        }

        links = default;
        Count--;
    }

    /// <summary>Takes out the next node to look at up to <paramref name="tick"/>, or answers -1 when there is none.</summary>
    public int PopDue(long tick)
    {
        while (true)
        {
            var node = PopCurrent();
            if (node >= 0)
            {
                return node;
            }

            if (_current >= tick)
            {
                return -1;
            }

            _current = NextTick(tick);
        }
    }

    private int PopCurrent()
    {
        for (var level = 0; level < Levels; level++)
        {
            if (level > 0 && (_current & ((1L << (level * Bits)) - 1)) != 0)
            {
                return -1;
            }

            var bucket = (level * Buckets) + (int)((_current >> (level * Bits)) & (Buckets - 1));
            var head = _heads[bucket];
            if (head != 0)
            {
                Remove(head - 1);
                return head - 1;
            }
        }

        return -1;
    }

    // The next tick at which any bucket can have something, or the target if that comes first.
    private long NextTick(long target)
    {
        if (Count == 0)
        {
            return target;
        }

        var within = (int)(_current & (Buckets - 1));
        var ahead = within == Buckets - 1 ? 0 : _occupied[0] & (ulong.MaxValue << (within + 1));
        var next = ahead != 0
            ? _current - within + BitOperations.TrailingZeroCount(ahead)
            : _current - within + Buckets;
        return Math.Min(next, target);
    }
}
