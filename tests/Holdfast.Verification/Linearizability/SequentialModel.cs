namespace Holdfast.Verification;

/// <summary>
/// What an object does when its operations come one after another: the specification that a concurrent history is compared with.
/// </summary>
/// <typeparam name="TState">Immutable, with equality and a hash code by content: the search remembers where it has been.</typeparam>
/// <typeparam name="TOperation">A call with its arguments.</typeparam>
/// <typeparam name="TOutcome">What a call answered.</typeparam>
/// <remarks>Implementations are pure: the same arguments always give the same answers.</remarks>
public abstract class SequentialModel<TState, TOperation, TOutcome>
    where TState : IEquatable<TState>
{
    /// <summary>The state before the first operation.</summary>
    public abstract TState Initial { get; }

    /// <summary>
    /// Everything the operation may do in this state; more than one entry where the specification leaves a choice. Never empty: an operation
    /// that is refused has the refusal as its outcome and leaves the state as it was.
    /// </summary>
    public abstract IEnumerable<Transition<TState, TOutcome>> StepsFrom(TState state, TOperation operation);

    /// <summary>Whether what was observed is what the model allows. Override where a client sees only part of an outcome. Default: equality.</summary>
    public virtual bool Matches(TOutcome allowed, TOutcome observed) => EqualityComparer<TOutcome>.Default.Equals(allowed, observed);

    /// <summary>
    /// Whether an operation with this observed outcome leaves every state as it was, whichever state it met: a read, a refusal. Only speeds
    /// the search up, but answering true wrongly makes it reject correct histories. Default: false.
    /// </summary>
    public virtual bool IsPure(TOperation operation, TOutcome observed) => false;
}
