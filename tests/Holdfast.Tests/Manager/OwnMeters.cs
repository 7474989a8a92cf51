using System.Diagnostics.Metrics;

namespace Holdfast.Tests;

/// <summary>Makes meters that a test can tell from those of other tests: it is their scope.</summary>
internal sealed class OwnMeters : IMeterFactory
{
    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        return new Meter(options);
    }

    public void Dispose()
    {
    }
}
