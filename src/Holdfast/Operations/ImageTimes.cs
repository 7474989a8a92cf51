using System.Runtime.InteropServices;

namespace Holdfast.Operations;

/// <summary>The instants of an image that reading it does not need, and where they end in it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ImageTimes
{
    /// <summary>The absolute timeout.</summary>
    public long AbsoluteTicks;

    /// <summary>UTC ticks.</summary>
    public long Created;

    /// <summary>UTC ticks; 0 without a subject.</summary>
    public long Authenticated;

    public int End;

    /// <summary>The absolute timeout counts from the authentication if there is a subject, else from the creation.</summary>
    public static long Deadline(in ImageTimes times, bool hasSubject) => (hasSubject ? times.Authenticated : times.Created) + times.AbsoluteTicks;

    public static int Size(in ImageTimes times, bool hasSubject) =>
        Varint.Size(Milliseconds(times)) + (hasSubject ? Varint.Size(Varint.Zigzag(times.Created - times.Authenticated)) : 0);

    public static int Write(Span<byte> bytes, int offset, in ImageTimes times, bool hasSubject)
    {
        offset = Varint.Write(bytes, offset, Milliseconds(times));
        return hasSubject ? Varint.Write(bytes, offset, Varint.Zigzag(times.Created - times.Authenticated)) : offset;
    }

    private static ulong Milliseconds(in ImageTimes times) => (ulong)(times.AbsoluteTicks / TimeSpan.TicksPerMillisecond);
}
