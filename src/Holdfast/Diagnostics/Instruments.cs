using System.Diagnostics.Metrics;
using Holdfast.Operations;
using Holdfast.Storage;

namespace Holdfast.Diagnostics;

/// <summary>
/// The meter's instruments. Tags are few and bounded; no key and no subject is ever one. With nobody listening an operation pays a
/// check or two and allocates nothing.
/// </summary>
internal sealed class Instruments : IDisposable
{
    private readonly Meter _meter;
    private readonly TimeProvider _time;
    private readonly KeyValuePair<string, object?> _store;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<long> _sessionSize;
    private readonly Counter<long> _conflicts;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _prevented;
    private readonly Counter<long> _overwritten;
    private readonly Counter<long> _tombstoneRefusals;
    private readonly Counter<long> _suspiciousIds;

    public Instruments(IHoldfastStore store, TimeProvider time, IMeterFactory? meters)
    {
        _time = time;
        _store = new(TelemetryNames.StoreTag, store.Name);
        _meter = meters?.Create(new MeterOptions(TelemetryNames.Source)) ?? new Meter(TelemetryNames.Source);
        _commitDuration = _meter.CreateHistogram(
            TelemetryNames.CommitDuration,
            "s",
            "Duration of applying a change set.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.000_01, 0.000_1, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5] });
        _sessionSize = _meter.CreateHistogram(
            TelemetryNames.SessionSize,
            "By",
            "Size of a session after a change.",
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [128, 256, 512, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576] });
        _conflicts = _meter.CreateCounter<long>(TelemetryNames.Conflicts, "{conflict}", "Change sets refused because a condition no longer held.");
        _retries = _meter.CreateCounter<long>(TelemetryNames.Retries, "{retry}", "Read-modify-writes that were run again.");
        _prevented = _meter.CreateCounter<long>(
            TelemetryNames.LostWritesPrevented, "{write}", "Commits merged with changes newer than what their scope had read; a blob store would have erased those.");
        _overwritten = _meter.CreateCounter<long>(
            TelemetryNames.OverwrittenUnseen, "{write}", "Newer writes of the same key that the last-wins rule replaced unseen.");
        _tombstoneRefusals = _meter.CreateCounter<long>(TelemetryNames.TombstoneRefusals, "{refusal}", "Late operations on ended sessions, refused.");
        _suspiciousIds = _meter.CreateCounter<long>(TelemetryNames.SuspiciousIds, "{id}", "Session ids presented that open nothing.");

        var totals = new LatestTotals(store);
        _meter.CreateObservableUpDownCounter(TelemetryNames.Active, () => ObserveActive(totals), "{session}", "Sessions alive.");
        _meter.CreateObservableCounter(TelemetryNames.Created, () => ObserveCreated(totals), "{session}", "Sessions created.");
        _meter.CreateObservableCounter(TelemetryNames.Ended, () => ObserveEnded(totals), "{session}", "Sessions ended, by reason.");
    }

    /// <summary>A start for <see cref="Committed"/>; 0 when nobody measures, and then the clock is not read.</summary>
    public long StartCommit() => _commitDuration.Enabled ? _time.GetTimestamp() : 0;

    public void Committed(long started, in ApplyCommand command, in StoreResult result)
    {
        if (started != 0)
        {
            _commitDuration.Record(
                _time.GetElapsedTime(started).TotalSeconds, _store, new KeyValuePair<string, object?>(TelemetryNames.OutcomeTag, TagText.OutcomeOf(result.Status)));
        }

        switch (result.Status)
        {
            case Status.Ok:
                if (_sessionSize.Enabled && !result.Image.IsNone)
                {
                    _sessionSize.Record(result.Image.Bytes.Length, _store);
                }

                if (command.Base != ApplyInput.NoBase && _prevented.Enabled && result.Image.Version - 1 > command.Base)
                {
                    _prevented.Add(1, _store);
                }

                if (result.OverwroteUnseen > 0)
                {
                    _overwritten.Add(result.OverwroteUnseen, _store);
                }

                break;
            case Status.Conflict:
                _conflicts.Add(1, _store);
                break;
            case Status.Ended:
                _tombstoneRefusals.Add(1, _store);
                break;
        }
    }

    public void Retried() => _retries.Add(1, _store);

    public void RefusedId() => _suspiciousIds.Add(1, _store);

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> ObserveActive(LatestTotals latest) =>
        latest.Read() is { } totals ? [new Measurement<long>(totals.Active, _store)] : [];

    private IEnumerable<Measurement<long>> ObserveCreated(LatestTotals latest) =>
        latest.Read() is { } totals ? [new Measurement<long>(totals.Created, _store)] : [];

    private IEnumerable<Measurement<long>> ObserveEnded(LatestTotals latest) =>
        latest.Read() is { } totals
            ? totals.Ended.Select(entry => new Measurement<long>(
                entry.Value, _store, new KeyValuePair<string, object?>(TelemetryNames.ReasonTag, TagText.ReasonOf(entry.Key))))
            : [];
}
