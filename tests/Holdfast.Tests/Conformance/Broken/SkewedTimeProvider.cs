using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>A clock that goes wrong for as long as a broken store says so, on its thread.</summary>
internal sealed class SkewedTimeProvider(ManualTimeProvider time) : TimeProvider
{
    [ThreadStatic]
    private static long _ticks;

    public override long TimestampFrequency => time.TimestampFrequency;

    public static T Skewed<T>(long ticks, Func<T> call)
    {
        _ticks = ticks;
        try
        {
            return call();
        }
        finally
        {
            _ticks = 0;
        }
    }

    public override long GetTimestamp() => time.GetTimestamp() + (_ticks * TimestampFrequency / TimeSpan.TicksPerSecond);

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();
}
