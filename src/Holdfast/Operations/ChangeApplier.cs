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

    [SkipLocalsInit]
    public static ApplyOutcome Apply(in ApplyInput input)
    {
        ApplyOutcome outcome = default;
        outcome.Image = input.Image;
        if (input.OperationCount <= OnStack)
        {
            Span<Edit> edits = stackalloc Edit[OnStack];
            new ChangeApplication(in input, edits, ref outcome).Run();
            return outcome;
        }

        var rented = ArrayPool<Edit>.Shared.Rent(input.OperationCount);
        try
        {
            new ChangeApplication(in input, rented, ref outcome).Run();
            return outcome;
        }
        finally
        {
            ArrayPool<Edit>.Shared.Return(rented);
        }
    }
}
