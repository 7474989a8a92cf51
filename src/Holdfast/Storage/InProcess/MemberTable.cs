using System.Runtime.InteropServices;

namespace Holdfast.Storage.InProcess;

/// <summary>
/// Which sessions a subject has, by a 64-bit tag of its name: 16 bytes for a subject with one session, no object and no copy of the name.
/// The sessions themselves carry the name, and whoever uses this compares it: two subjects may share a tag.
/// </summary>
internal sealed class MemberTable
{
    private const int MinSize = 8;

    // The sets of subjects with several sessions; an entry names its set by a number below zero.
    private readonly List<MemberSet?> _sets = [];
    private readonly Stack<int> _freeSets = new();
    private Entry[] _entries = new Entry[MinSize];
    private int _tags;

    /// <summary>All sessions that have a subject.</summary>
    public int Count { get; private set; }

    public void Add(ulong tag, long handle)
    {
        Count++;
        var at = Find(tag);
        if (_entries[at].Tag == tag)
        {
            SetOf(ref _entries[at]).Add(handle);
            return;
        }

        if ((_tags + 1) * 5L > _entries.Length * 4L)
        {
            Resize(_entries.Length + (_entries.Length / 2));
            at = Find(tag);
        }

        _entries[at] = new Entry { Tag = tag, Value = handle };
        _tags++;
    }

    public void Remove(ulong tag, long handle)
    {
        var at = Find(tag);
        ref var entry = ref _entries[at];
        if (entry.Tag != tag)
        {
            return;
        }

        if (entry.Value >= 0)
        {
            if (entry.Value == handle)
            {
                Count--;
                RemoveAt(at);
            }

            return;
        }

        var set = _sets[~(int)entry.Value]!;
        if (!set.Remove(handle))
        {
            return;
        }

        Count--;
        if (set.Count == 1)
        {
            var index = ~(int)entry.Value;
            entry.Value = set.ToArray()[0];
            _sets[index] = null;
            _freeSets.Push(index);
        }
    }

    /// <summary>The sessions of all subjects that have the tag, almost always one.</summary>
    public long[] Of(ulong tag)
    {
        ref var entry = ref _entries[Find(tag)];
        return entry.Tag != tag ? [] : entry.Value >= 0 ? [entry.Value] : _sets[~(int)entry.Value]!.ToArray();
    }

    private MemberSet SetOf(ref Entry entry)
    {
        if (entry.Value < 0)
        {
            return _sets[~(int)entry.Value]!;
        }

        var set = new MemberSet();
        set.Add(entry.Value);
        if (_freeSets.TryPop(out var index))
        {
            _sets[index] = set;
        }
        else
        {
            index = _sets.Count;
            _sets.Add(set);
        }

        entry.Value = ~index;
        return set;
    }

    // Where a tag stands, or the free place where it would. The table is never full.
    private int Find(ulong tag)
    {
        var at = Home(tag, _entries.Length);
        while (_entries[at].Tag != 0 && _entries[at].Tag != tag)
        {
            at = Next(at);
        }

        return at;
    }

    private void RemoveAt(int hole)
    {
        for (var at = Next(hole); _entries[at].Tag != 0; at = Next(at))
        {
            var home = Home(_entries[at].Tag, _entries.Length);
            var isHomeAfterHole = hole <= at ? home > hole && home <= at : home > hole || home <= at;
            if (!isHomeAfterHole)
            {
                _entries[hole] = _entries[at];
                hole = at;
            }
        }

        _entries[hole] = default;
        _tags--;
        if (_entries.Length > MinSize && _tags < _entries.Length / 8)
        {
            Resize(Math.Max(MinSize, _entries.Length / 4));
        }
    }

    private void Resize(int size)
    {
        var old = _entries;
        _entries = new Entry[size];
        foreach (ref var entry in old.AsSpan())
        {
            if (entry.Tag != 0)
            {
                _entries[Find(entry.Tag)] = entry;
            }
        }
    }

    private int Next(int at) => at + 1 == _entries.Length ? 0 : at + 1;

    // The high half: the low bits chose the stripe.
    private static int Home(ulong tag, int size) => (int)(((tag >> 32) * (uint)size) >> 32);

    [StructLayout(LayoutKind.Auto)]
    private struct Entry
    {
        /// <summary>0 when the place is free.</summary>
        public ulong Tag;

        /// <summary>The one session, or the complement of its set's number.</summary>
        public long Value;
    }
}
