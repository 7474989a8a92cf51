namespace Holdfast.Verification;

/// <summary>One thing an operation may do: answer <paramref name="Outcome"/> and leave <paramref name="Next"/> behind.</summary>
public readonly record struct Transition<TState, TOutcome>(TOutcome Outcome, TState Next);
