using System.Buffers;
using System.Runtime.CompilerServices;

namespace Holdfast.Operations;

/// <summary>
/// Applies a change set to an image: all of it or nothing, as a pure function. <c>docs/operations.md</c> is its table and
/// the golden vectors are its cases; a store that applies in another language is held to the same ones.
/// </summary>
internal static class ChangeApplier
{
    // Longer change sets take their working list from a pool; it holds offsets, never a session's bytes (Invariant 11).
    private const int OnStack = 8;

    public static ApplyOutcome Apply(in ApplyInput input)
    {
        Apply(input, out var outcome);
        return outcome;
    }

    /// <summary>The same, into the caller's own variable: the hot path copies no outcome.</summary>
    public static void Apply(in ApplyInput input, out ApplyOutcome outcome)
    {
        outcome = default;
        outcome.Image = input.Image;
        if (!SmallChange.TryApply(input, ref outcome))
        {
            ApplyGenerally(input, ref outcome);
        }
    }

    /// <summary>The way that every change set can go, and the short one is measured against.</summary>
    [SkipLocalsInit]
    internal static void ApplyGenerally(in ApplyInput input, ref ApplyOutcome outcome)
    {
        if (input.OperationCount <= OnStack)
        {
            Span<Edit> edits = stackalloc Edit[OnStack];
            new ChangeApplication(in input, edits, ref outcome).Run();
            return;
        }

        var rented = ArrayPool<Edit>.Shared.Rent(input.OperationCount);
        try
        {
            new ChangeApplication(in input, rented, ref outcome).Run();
        }
        finally
        {
            ArrayPool<Edit>.Shared.Return(rented);
        }
    }
}
