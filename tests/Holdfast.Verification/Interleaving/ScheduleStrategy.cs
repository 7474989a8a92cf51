namespace Holdfast.Verification;

/// <summary>Decides a sequence of schedules, pick by pick. Used by one thread.</summary>
internal abstract class ScheduleStrategy
{
    /// <summary>How the schedule came about, for the failure message.</summary>
    public abstract string Description { get; }

    /// <summary>Picks the next step.</summary>
    /// <param name="operations">The operation of each step that can run; at least one.</param>
    /// <returns>A place in the list, or null when the choices are not those that this strategy was told to repeat.</returns>
    public abstract int? Choose(IReadOnlyList<int> operations);

    /// <summary>Goes on to the next schedule after one that ended.</summary>
    /// <returns>False when there is none.</returns>
    public abstract bool MoveNext();

    /// <summary>Whether the schedule that just ended took every pick it was told to repeat.</summary>
    public virtual bool Fits => true;
}
