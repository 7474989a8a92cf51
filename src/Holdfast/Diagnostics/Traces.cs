using System.Diagnostics;

namespace Holdfast.Diagnostics;

/// <summary>The activity source. Tags are few and bounded, and never a key or a subject; while nobody listens nothing is made or looked up.</summary>
internal static class Traces
{
    private static readonly ActivitySource Source = new(TelemetryNames.Source);

    /// <summary>Whether anybody listens. The one thing that an operation pays for otherwise.</summary>
    public static bool IsOn => Source.HasListeners();

    public static Activity? Start(string operation, string store)
    {
        var activity = Source.StartActivity(operation);
        activity?.SetTag(TelemetryNames.StoreTag, store);
        return activity;
    }

    public static void Finish(Activity? activity, Status status, EndReason? reason = null)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag(TelemetryNames.OutcomeTag, TagText.OutcomeOf(status));
        if (reason is { } known)
        {
            activity.SetTag(TelemetryNames.ReasonTag, TagText.ReasonOf(known));
        }

        if (status is Status.Unavailable or Status.Unknown)
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }
}
