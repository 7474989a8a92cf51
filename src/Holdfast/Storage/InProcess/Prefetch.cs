using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Holdfast.Storage.InProcess;

/// <summary>
/// Asks the processor for the next lines of an image while the first is still on its way: a session that is not in a cache then costs
/// one memory latency instead of three. A hint only; it never faults and changes no result.
/// </summary>
internal static class Prefetch
{
    private const int Line = 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Ahead(byte[] image)
    {
        if (Sse.IsSupported)
        {
            // The array may move meanwhile: then the hint is for the wrong lines, which is harmless.
            var start = (byte*)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(image));
            Sse.Prefetch0(start);
            Sse.Prefetch0(start + Line);
            Sse.Prefetch0(start + (2 * Line));
        }
    }
}
