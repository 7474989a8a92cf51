using System.Globalization;

namespace Holdfast.Verification;

/// <summary>One call in a history: from its invocation to its completion.</summary>
/// <param name="Client">Who called; only for the eye.</param>
/// <param name="Operation">What was called.</param>
/// <param name="Start">Order number of the invocation.</param>
/// <param name="End">Order number of the completion; null when the outcome is unknown (a timeout, a crash): then the call may have taken effect at
/// any time after its start, or never.</param>
/// <param name="Outcome">What it answered; meaningless when <paramref name="End"/> is null.</param>
/// <remarks>Order numbers of one history are distinct. A call happened before another when its end is smaller than the other's start.</remarks>
public sealed record HistoryEntry<TOperation, TOutcome>(int Client, TOperation Operation, long Start, long? End, TOutcome? Outcome)
{
    /// <summary>The call on one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"[{Start,4} .. {End?.ToString(CultureInfo.InvariantCulture) ?? "?",4}] client {Client}: {Operation} -> {(End is null ? "unknown" : Outcome)}");
}
