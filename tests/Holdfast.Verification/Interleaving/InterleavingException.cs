namespace Holdfast.Verification;

/// <summary>A schedule under which a scenario failed. The message names the schedule, its steps and how to replay it.</summary>
public sealed class InterleavingException : Exception
{
    internal InterleavingException(InterleavingFailure failure, string schedule, string message, Exception? inner = null)
        : base(message, inner)
    {
        Failure = failure;
        Schedule = schedule;
    }

    /// <summary>What went wrong.</summary>
    public InterleavingFailure Failure { get; }

    /// <summary>The decisions, as <see cref="Interleavings.Replay{TState}"/> takes them: the place of each choice among the steps that
    /// could run, separated by dots.</summary>
    public string Schedule { get; }
}
