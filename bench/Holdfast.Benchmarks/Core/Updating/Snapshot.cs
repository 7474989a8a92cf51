using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Core.Updating;

/// <summary>One immutable state of a session whose fields are known beforehand, and how the next one follows from it.</summary>
internal sealed record Snapshot(byte[] Name, byte[] Theme, long Visits, byte[] Cart, byte[] Locale, long Version, long AccessCount, long LastActivity)
{
    public static Snapshot First(int index)
    {
        var values = Payload.Values(index);
        return new Snapshot(values[0], values[1], index, values[3], values[4], 1, 0, Environment.TickCount64);
    }

    public Snapshot Next(byte[] theme, long now) =>
        new(Name, theme, Visits + 1, Cart, Locale, Version + 1, AccessCount + 1, now);
}
