using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>Binds the in-process store to every part of the conformance suite.</summary>
public static class InProcessConformanceTests
{
    public sealed class Creating : CreateConformance<InProcessHarness>;

    public sealed class Loading : LoadConformance<InProcessHarness>;

    public sealed class Applying : ApplyConformance<InProcessHarness>;

    public sealed class Conditions : ConditionConformance<InProcessHarness>;

    public sealed class Touching : TouchConformance<InProcessHarness>;

    public sealed class Ending : EndConformance<InProcessHarness>;

    public sealed class Expiring : ExpiryConformance<InProcessHarness>;

    public sealed class Revoking : RevokeConformance<InProcessHarness>;

    public sealed class Naming : NameConformance<InProcessHarness>;

    public sealed class Secrets : SecretConformance<InProcessHarness>;

    public sealed class Totals : StatisticsConformance<InProcessHarness>;

    public sealed class Listing : QueryConformance<InProcessHarness>;

    public sealed class Sweeping : SweepConformance<InProcessHarness>;

    public sealed class EndedRecords : EndedRecordConformance<InProcessHarness>;

    public sealed class Vectors : VectorConformance<InProcessHarness>;

    public sealed class Cancelling : CancellationConformance<InProcessHarness>;
}
