using Holdfast.Verification;

namespace Holdfast.Sqlite.Tests;

/// <summary>Binds the durable store to every part of the conformance suite.</summary>
public static class SqliteConformanceTests
{
    public sealed class Creating : CreateConformance<SqliteHarness>;

    public sealed class Loading : LoadConformance<SqliteHarness>;

    public sealed class Applying : ApplyConformance<SqliteHarness>;

    public sealed class Conditions : ConditionConformance<SqliteHarness>;

    public sealed class Touching : TouchConformance<SqliteHarness>;

    public sealed class Ending : EndConformance<SqliteHarness>;

    public sealed class Expiring : ExpiryConformance<SqliteHarness>;

    public sealed class Revoking : RevokeConformance<SqliteHarness>;

    public sealed class Naming : NameConformance<SqliteHarness>;

    public sealed class Secrets : SecretConformance<SqliteHarness>;

    public sealed class Totals : StatisticsConformance<SqliteHarness>;

    public sealed class Listing : QueryConformance<SqliteHarness>;

    public sealed class Sweeping : SweepConformance<SqliteHarness>;

    public sealed class EndedRecords : EndedRecordConformance<SqliteHarness>;

    public sealed class Vectors : VectorConformance<SqliteHarness>;

    public sealed class Cancelling : CancellationConformance<SqliteHarness>;
}
