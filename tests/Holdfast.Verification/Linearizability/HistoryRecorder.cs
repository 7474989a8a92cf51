using System.Collections.Concurrent;

namespace Holdfast.Verification;

/// <summary>Records what concurrent clients call and what they are answered.</summary>
/// <remarks>
/// <para>Thread-safe. Order comes from one counter that every invocation and every completion raises, not from a clock. When
/// a completion has a smaller number than an invocation, the first call had returned before the second was made: the counter's
/// increments are totally ordered, the first follows its call and the second precedes its own. So no order is ever recorded that was
/// not real, and no correct object is rejected. The other way round, two calls in sequence whose
/// recording was delayed may look concurrent, which can hide a fault but not invent one.</para>
/// <para>A call that is never completed counts as unknown.</para>
/// </remarks>
public sealed class HistoryRecorder<TOperation, TOutcome>
{
    private readonly ConcurrentQueue<RecordedCall<TOperation, TOutcome>> _calls = new();
    private long _order;

    /// <summary>Records an invocation; to be followed at once by the call itself.</summary>
    /// <param name="client">Who calls.</param>
    /// <param name="operation">What is called.</param>
    public RecordedCall<TOperation, TOutcome> Begin(int client, TOperation operation)
    {
        var call = new RecordedCall<TOperation, TOutcome>(this, client, operation);
        _calls.Enqueue(call);
        call.Begin(NextOrder());
        return call;
    }

    /// <summary>The history so far, in order of invocation. Complete when no client is calling any more.</summary>
    public IReadOnlyList<HistoryEntry<TOperation, TOutcome>> ToHistory() =>
        [.. _calls.Select(call => call.ToEntry()).OfType<HistoryEntry<TOperation, TOutcome>>().OrderBy(entry => entry.Start)];

    internal long NextOrder() => Interlocked.Increment(ref _order);
}
