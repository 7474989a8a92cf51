namespace Holdfast.AspNetCore.Answers;

/// <summary>
/// Carries a refusal out of a member of the framework's session interface, which has no result to put it in. When it escapes from the application,
/// the client gets the problem.
/// </summary>
internal sealed class SessionRefusedException(ProblemAnswer problem) : Exception(problem.Detail)
{
    public ProblemAnswer Problem => problem;
}
