namespace Holdfast.Verification;

/// <summary>What the checker found out about a history.</summary>
public enum LinearizabilityVerdict
{
    /// <summary>There is an order; it is in <see cref="LinearizabilityResult{TOperation, TOutcome}.Order"/>.</summary>
    Linearizable,

    /// <summary>There is none: the whole space was searched.</summary>
    Violation,

    /// <summary>The step budget ran out first. Nothing is known; never to be taken for success.</summary>
    Exceeded,
}
