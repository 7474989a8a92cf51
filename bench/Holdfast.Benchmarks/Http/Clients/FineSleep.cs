using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Holdfast.Benchmarks.Http.Clients;

/// <summary>Sleeps to within some microseconds. The runtime's own sleep knows milliseconds, and spinning would take a core from the server.</summary>
internal static partial class FineSleep
{
    private const int SetTimerSlack = 29;
    private const long Nanosecond = 1_000_000_000;
    private const ulong Slack = 1000;

    /// <summary>Asks the system to wake this thread on time, instead of some tens of microseconds later.</summary>
    public static void Sharpen() => _ = Control(SetTimerSlack, Slack, 0, 0, 0);

    public static void Until(long timestamp)
    {
        var left = timestamp - Stopwatch.GetTimestamp();
        if (left > 0)
        {
            var nanoseconds = (long)(left * ((double)Nanosecond / Stopwatch.Frequency));
            var time = new Time { Seconds = nanoseconds / Nanosecond, Nanoseconds = nanoseconds % Nanosecond };
            _ = Sleep(time, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Sleep(in Time time, nint left);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, ulong first, ulong second, ulong third, ulong fourth);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
