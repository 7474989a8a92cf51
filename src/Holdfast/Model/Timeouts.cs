namespace Holdfast.Model;

/// <summary>The legal range of every timeout, and the defaults.</summary>
internal static class Timeouts
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromDays(365);
    public static readonly TimeSpan DefaultIdle = TimeSpan.FromMinutes(20);
    public static readonly TimeSpan DefaultAbsolute = TimeSpan.FromHours(24);

    public static bool IsLegal(TimeSpan timeout) =>
        timeout >= Shortest && timeout <= Longest && timeout.Ticks % TimeSpan.TicksPerMillisecond == 0;
}
