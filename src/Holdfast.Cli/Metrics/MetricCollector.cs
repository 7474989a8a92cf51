using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Holdfast.Cli.Metrics;

/// <summary>
/// Listens to our meter and a few of the framework's, and gives their state as text. Only to meters of its own application: several may run in
/// one process.
/// </summary>
internal sealed class MetricCollector : IDisposable
{
    private static readonly HashSet<string> Meters =
        new(["Holdfast", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"], StringComparer.Ordinal);

    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();
    private readonly MeterListener _listener = new();
    private readonly Lock _collecting = new();
    private long _collection;

    public MetricCollector(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name) && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                var family = new MetricFamily(instrument);
                _families[instrument] = family;
                listener.EnableMeasurementEvents(instrument, family);
            }
        };
        _listener.MeasurementsCompleted = (instrument, _) => _families.TryRemove(instrument, out MetricFamily? _);
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, family) => Record(family, (double)value, tags));
        _listener.Start();
    }

    /// <summary>The state of everything, now.</summary>
    public string Collect()
    {
        // Observable instruments answer on this thread, inside the lock: nothing of ours that they call asks for metrics.
        lock (_collecting)
        {
            _collection++;
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException)
            {
                // An instrument that fails is left out, as its series belong to an earlier collection; the others are told.
            }

            return MetricText.Write(_families.Values, _collection);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Record(object? family, double measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricFamily)family!).Record(measurement, tags, Volatile.Read(ref _collection));
}
