using Holdfast.Sqlite.Journaling;
using Holdfast.Storage;
using Holdfast.Storage.InProcess;
using Holdfast.Time;
using Holdfast.Verification;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Sqlite.Tests;

/// <summary>
/// The durable store in a directory of its own, on a manual clock. After each case the store is killed and started again, and has to hold what it held: every case
/// of the conformance suite is a case of recovery too.
/// </summary>
public class SqliteHarness : StoreHarness
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteStorage? _storage;

    /// <inheritdoc/>
    public override Type StoreType => typeof(InProcessStore);

    internal ManualTimeProvider Time { get; } = new();

    internal string Directory => _directory["data"];

    internal SqliteStorage Storage => _storage ?? throw new InvalidOperationException("The harness was not opened.");

    internal SqliteJournal Journal => Storage.Journal;

    internal override IHoldfastStore Store => Storage.Store;

    internal override DateTimeOffset Now => Time.GetUtcNow();

    private protected virtual SqliteOptions Options => new();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_storage is not null) await _storage.DisposeAsync();
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    internal static async Task<SqliteHarness> OpenedAsync()
    {
        var harness = new SqliteHarness();
        await harness.OpenAsync(new StoreSettings());
        return harness;
    }

    internal override ValueTask AdvanceAsync(TimeSpan by)
    {
        Time.Advance(by);
        return ValueTask.CompletedTask;
    }

    internal override ValueTask StartAsync(StoreSettings settings)
    {
        _storage = OpenCopy(Directory);
        return ValueTask.CompletedTask;
    }

    internal override async ValueTask CheckIntegrityAsync()
    {
        if (_storage is null) return;
        StoreIntegrity.Check(_storage.Store);
        await SettleAsync();
        var before = StoreContents.Of(_storage.Store);
        await using (var recovered = Killed("killed"))
        {
            StoreIntegrity.Check(recovered.Store);
            before.MustBeIn(StoreContents.Of(recovered.Store), Now.UtcTicks, Settings.EndedRetention);
            Assert.NotEqual(_storage.Store.Epoch, recovered.Store.Epoch);
        }

        // And once more after a clean end: everything from rows.
        await using var again = OpenCopy(_directory["killed"]);
        before.MustBeIn(StoreContents.Of(again.Store), Now.UtcTicks, Settings.EndedRetention);
    }

    /// <summary>Waits until the writer has written all that was appended.</summary>
    internal async Task SettleAsync() => Assert.True(await Journal.WhenSyncedAsync(Journal.AppendedPosition), "The journal has failed.");

    /// <summary>What a kill at this moment leaves, started again.</summary>
    internal SqliteStorage Killed(string name)
    {
        StoreCopies.Copy(Directory, _directory[name]);
        return OpenCopy(_directory[name]);
    }

    internal SqliteStorage OpenCopy(string directory, ILogger? logger = null) => SqliteStorage.Open(
        directory,
        new SqliteSetup(Options, new SessionClock(Time), Settings.Limits, Settings.EndedRetention, logger ?? NullLogger.Instance));

    /// <summary>Ends the store cleanly and starts it again.</summary>
    internal async Task RestartAsync()
    {
        await Storage.DisposeAsync();
        _storage = OpenCopy(Directory);
    }
}
