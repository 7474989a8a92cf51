namespace Holdfast.Verification;

/// <summary>A call that was begun. Its outcome is unknown until one of the methods is called, which its client does, once.</summary>
public sealed class RecordedCall<TOperation, TOutcome>
{
    private readonly HistoryRecorder<TOperation, TOutcome> _recorder;
    private readonly int _client;
    private TOperation _operation;
    private TOutcome? _outcome;
    private long _start;
    private long _end;
    private volatile bool _discarded;

    internal RecordedCall(HistoryRecorder<TOperation, TOutcome> recorder, int client, TOperation operation)
    {
        _recorder = recorder;
        _client = client;
        _operation = operation;
    }

    /// <summary>Records the answer, first thing after the call returned.</summary>
    public void Complete(TOutcome outcome) => Complete(outcome, _operation);

    /// <summary>Records the answer, and the operation as it is known now: with a name that the answer gave to something.</summary>
    public void Complete(TOutcome outcome, TOperation learned)
    {
        var end = _recorder.NextOrder();
        _outcome = outcome;
        _operation = learned;
        Volatile.Write(ref _end, end);
    }

    /// <summary>Takes the call out of the history: it was certainly not applied (unavailable, over a limit).</summary>
    public void Discard() => _discarded = true;

    internal void Begin(long order) => Volatile.Write(ref _start, order);

    internal HistoryEntry<TOperation, TOutcome>? ToEntry()
    {
        var start = Volatile.Read(ref _start);
        if (_discarded || start == 0) return null;
        var end = Volatile.Read(ref _end);
        return new HistoryEntry<TOperation, TOutcome>(_client, _operation, start, end == 0 ? null : end, _outcome);
    }
}
