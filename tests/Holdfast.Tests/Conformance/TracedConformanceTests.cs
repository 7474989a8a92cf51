using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>Binds the store that traces to every part of the conformance suite: what it puts around a call changes no answer.</summary>
public static class TracedConformanceTests
{
    public sealed class Creating : CreateConformance<TracedHarness>;

    public sealed class Loading : LoadConformance<TracedHarness>;

    public sealed class Applying : ApplyConformance<TracedHarness>;

    public sealed class Conditions : ConditionConformance<TracedHarness>;

    public sealed class Touching : TouchConformance<TracedHarness>;

    public sealed class Ending : EndConformance<TracedHarness>;

    public sealed class Expiring : ExpiryConformance<TracedHarness>;

    public sealed class Revoking : RevokeConformance<TracedHarness>;

    public sealed class Naming : NameConformance<TracedHarness>;

    public sealed class Secrets : SecretConformance<TracedHarness>;

    public sealed class Totals : StatisticsConformance<TracedHarness>;

    public sealed class Listing : QueryConformance<TracedHarness>;

    public sealed class Sweeping : SweepConformance<TracedHarness>;

    public sealed class EndedRecords : EndedRecordConformance<TracedHarness>;

    public sealed class Vectors : VectorConformance<TracedHarness>;

    public sealed class Cancelling : CancellationConformance<TracedHarness>;
}
