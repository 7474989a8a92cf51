namespace Holdfast.Verification;

/// <summary>
/// The invocations and completions of a history in order, as a doubly linked list from which calls can be taken out and put back in
/// constant time, most recently taken first.
/// </summary>
/// <remarks>Node 0 is the head, node 1 + i the invocation of call i, node 1 + n + i its completion; calls without a completion have none.
/// The last node's successor is the head again.</remarks>
internal sealed class CallOrder
{
    private readonly int _calls;
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly bool[] _completes;

    private CallOrder(int calls, bool[] completes, IEnumerable<int> nodesInOrder)
    {
        _calls = calls;
        _completes = completes;
        _next = new int[1 + (2 * calls)];
        _previous = new int[1 + (2 * calls)];
        var last = 0;
        foreach (var node in nodesInOrder)
        {
            _next[last] = node;
            _previous[node] = last;
            last = node;
        }

        _next[last] = 0;
        _previous[0] = last;
    }

    public static CallOrder Of<TOperation, TOutcome>(IReadOnlyList<HistoryEntry<TOperation, TOutcome>> calls)
    {
        var starts = calls.Select((call, i) => (Order: call.Start, Node: 1 + i));
        var ends = calls.Select((call, i) => (call.End, Node: 1 + calls.Count + i)).Where(end => end.End is not null).Select(end => (Order: end.End!.Value, end.Node));
        return new CallOrder(calls.Count, [.. calls.Select(call => call.End is not null)], starts.Concat(ends).OrderBy(node => node.Order).Select(node => node.Node));
    }

    /// <summary>Refuses what is not a history: a recorder's mistake must not become a verdict.</summary>
    public static void Validate<TOperation, TOutcome>(IReadOnlyList<HistoryEntry<TOperation, TOutcome>> calls)
    {
        var orders = new HashSet<long>();
        foreach (var call in calls)
        {
            if (call.End <= call.Start) throw new ArgumentException($"A call ends before it starts: {call}", nameof(calls));
            if (!orders.Add(call.Start) || (call.End is { } end && !orders.Add(end))) throw new ArgumentException($"An order number occurs twice: {call}", nameof(calls));
        }
    }

    /// <summary>
    /// The next call that could be linearized, after <paramref name="call"/> (or the first, for -1): one that was made before any
    /// call still in the list has completed. -1 when there is no further one.
    /// </summary>
    public int Candidate(int call)
    {
        var node = _next[call + 1];
        return node != 0 && node <= _calls ? node - 1 : -1;
    }

    public void Take(int call)
    {
        Unlink(1 + call);
        if (_completes[call]) Unlink(1 + _calls + call);
    }

    public void PutBack(int call)
    {
        if (_completes[call]) Link(1 + _calls + call);
        Link(1 + call);
    }

    private void Unlink(int node)
    {
        _next[_previous[node]] = _next[node];
        _previous[_next[node]] = _previous[node];
    }

    private void Link(int node)
    {
        _next[_previous[node]] = node;
        _previous[_next[node]] = node;
    }
}
