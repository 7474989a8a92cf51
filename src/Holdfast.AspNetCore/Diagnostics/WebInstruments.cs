using System.Diagnostics.Metrics;
using Holdfast.AspNetCore.Cookies;
using Holdfast.Diagnostics;

namespace Holdfast.AspNetCore.Diagnostics;

/// <summary>What the middleware counts, on the core's meter.</summary>
internal sealed class WebInstruments
{
    private readonly Counter<long> _cookiesRefused;
    private readonly Counter<long> _answersReplaced;
    private readonly Counter<long> _lateFailures;
    private readonly Counter<long> _blockedReads;

    public WebInstruments(IMeterFactory? meters)
    {
        var meter = meters?.Create(new MeterOptions(TelemetryNames.Source)) ?? new Meter(TelemetryNames.Source);
        _cookiesRefused = meter.CreateCounter<long>(
            TelemetryNames.CookiesRefused, "{cookie}", "Session cookies that were ignored: malformed, ambiguous, or only alike.");
        _answersReplaced = meter.CreateCounter<long>(
            TelemetryNames.AnswersReplaced, "{request}", "Answers replaced with a problem because the session's changes were not committed.");
        _lateFailures = meter.CreateCounter<long>(
            TelemetryNames.LateFailures, "{request}", "Connections aborted because changes recorded after the answer had begun were not committed.");
        _blockedReads = meter.CreateCounter<long>(
            TelemetryNames.BlockedReads, "{read}", "Synchronous session reads that blocked a thread because the session was not loaded yet.");
    }

    public void RefusedCookie(CookieVerdict verdict) =>
        _cookiesRefused.Add(1, new KeyValuePair<string, object?>(TelemetryNames.ReasonTag, verdict == CookieVerdict.Malformed ? "malformed" : "ambiguous"));

    public void IgnoredLookAlikes(int count) =>
        _cookiesRefused.Add(count, new KeyValuePair<string, object?>(TelemetryNames.ReasonTag, "look_alike"));

    public void ReplacedAnswer(string code) =>
        _answersReplaced.Add(1, new KeyValuePair<string, object?>(TelemetryNames.OutcomeTag, code));

    public void FailedLate(string code) => _lateFailures.Add(1, new KeyValuePair<string, object?>(TelemetryNames.OutcomeTag, code));

    public void BlockedRead() => _blockedReads.Add(1);
}
