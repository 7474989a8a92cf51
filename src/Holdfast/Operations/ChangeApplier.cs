using System.Buffers;
using System.Runtime.CompilerServices;

namespace Holdfast.Operations;

/// <summary>
/// Applies a change set to an image: all of it or nothing, as a pure function. <c>docs/operations.md</c> is its table and
/// <c>vectors.json</c> its golden cases; a store that applies in another language is held to the same ones.
/// </summary>
internal static class ChangeApplier
{
    // Beyond this many keys and operations the working list comes from a pool; it holds offsets, never a session's bytes.
    private const int OnStack = 24;

    [SkipLocalsInit]
    public static ApplyOutcome Apply(in ApplyInput input)
    {
        var capacity = input.Image.KeyCount + input.OperationCount;
        if (capacity <= OnStack)
        {
            Span<WorkEntry> entries = stackalloc WorkEntry[OnStack];
            return new ChangeApplication(input, entries).Run();
        }

        var rented = ArrayPool<WorkEntry>.Shared.Rent(capacity);
        try
        {
            return new ChangeApplication(input, rented).Run();
        }
        finally
        {
            ArrayPool<WorkEntry>.Shared.Return(rented);
        }
    }
}
