namespace Holdfast.Verification;

/// <summary>A history is not linearizable, or could not be decided within the budget. The message is the explanation.</summary>
public sealed class LinearizabilityException : Exception
{
    internal LinearizabilityException(LinearizabilityVerdict verdict, string explanation)
        : base(explanation) => Verdict = verdict;

    /// <summary><see cref="LinearizabilityVerdict.Violation"/> or <see cref="LinearizabilityVerdict.Exceeded"/>.</summary>
    public LinearizabilityVerdict Verdict { get; }
}
