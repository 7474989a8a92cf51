using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.AspNetCore.Tests.Hosting;

/// <summary>What one application's counters have counted; other applications of the same process have meters of their own.</summary>
internal sealed class CounterWatch : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _totals = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> _tags = [];
    private readonly MeterListener _listener = new();
    private readonly SemaphoreSlim _counted = new(0);

    public CounterWatch(IServiceProvider services)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Holdfast" && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, measurement, tags, _) =>
        {
            _totals.AddOrUpdate(instrument.Name, measurement, (_, total) => total + measurement);
            foreach (var (name, value) in tags)
            {
                _tags.Add($"{instrument.Name}|{name}={value}");
            }

            _counted.Release();
        });
        _listener.Start();
    }

    /// <summary>Every tag that was recorded, as <c>instrument|name=value</c>.</summary>
    public IReadOnlyCollection<string> Tags => _tags;

    public long this[string name] => _totals.GetValueOrDefault(name);

    /// <summary>Completes when a counter has come that far. One waiter at a time.</summary>
    public async Task ReachesAsync(string name, long total)
    {
        while (this[name] < total)
        {
            await _counted.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _counted.Dispose();
    }
}
