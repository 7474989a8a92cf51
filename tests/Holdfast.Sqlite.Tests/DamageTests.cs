using Holdfast.Sqlite.Native;
using Holdfast.Verification;

namespace Holdfast.Sqlite.Tests;

/// <summary>Files that are not as they were written, a clock that was set back, a directory that somebody has: found at the start, and harmful to nobody else.</summary>
public sealed class DamageTests : IAsyncLifetime
{
    private const string Exclusive = "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL;";

    private readonly SqliteHarness _harness = new();
    private readonly TemporaryDirectory _directory = new();
    private StoreClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        await _harness.OpenAsync(new StoreSettings());
        _client = new StoreClient(_harness);
    }

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    [Trait("Fault", "C7")]
    [Trait("Invariant", "7")]
    public async Task Open_WithADamagedRow_SetsThatSessionAsideAndKeepsTheOthers()
    {
        var hurt = await _client.CreateAsync(changes => changes.Set("a", "x"), name: "hurt");
        var sound = await _client.CreateAsync(changes => changes.Set("a", "y"), name: "sound");
        await _harness.RestartAsync();
        StoreCopies.Copy(_harness.Directory, _directory["copy"]);
        Edit("rows.db", "UPDATE sessions SET state = CAST(substr(state, 1, 40) || x'a5' || substr(state, 42) AS BLOB) WHERE key = '@hurt'");

        await using var recovered = _harness.OpenCopy(_directory["copy"]);
        StoreIntegrity.Check(recovered.Store);
        var contents = StoreContents.Of(recovered.Store);
        Assert.Equal([(sound.Key, sound.Incarnation)], contents.Lives.Keys);
        Assert.Equal((2, 1, 1), (contents.Created, contents.Active, contents.Ended[(int)EndReason.Failed]));
        await recovered.DisposeAsync();
        Assert.Equal(1, Ask("rows.db", $"SELECT count(*) FROM quarantine WHERE key = '{hurt.Key}'"));
    }

    [Theory]
    [InlineData("DELETE FROM batches WHERE number = 3")]
    [InlineData("UPDATE batches SET data = CAST(substr(data, 1, 60) || x'ff' || substr(data, 62) AS BLOB) WHERE number = 3")]
    [InlineData("UPDATE batches SET data = substr(data, 1, 50) WHERE number = 3")]
    [InlineData("UPDATE batches SET data = x'' WHERE number = 3")]
    [Trait("Fault", "C6")]
    [Trait("Fault", "C7")]
    public async Task Open_WithADamagedBatch_EndsTheLogBeforeItAndKeepsTheFiles(string damage)
    {
        await _client.CreateAsync(changes => changes.Set("a", "1"), name: "a");
        for (var value = 2; value <= 5; value++)
        {
            Expect.Ok(await _client.ApplyAsync(SessionKey.FromName("a"), changes => changes.Set("a", $"{value}")));
        }

        StoreCopies.Copy(_harness.Directory, _directory["copy"]);
        Edit("log-a.db", damage);

        await using var recovered = _harness.OpenCopy(_directory["copy"]);
        var life = Assert.Single(StoreContents.Of(recovered.Store).Lives.Values);
        Assert.Equal((2, "2"), (life.Image.Version, new SessionData(life.Image).GetString("a")));
        Assert.NotEmpty(System.IO.Directory.GetFiles(_directory["copy"], "log-a.db.damaged-after-2*"));
    }

    [Fact]
    [Trait("Fault", "C7")]
    public async Task Open_WithDamagedTotals_FindsEverySession()
    {
        await _client.CreateAsync(changes => changes.Set("a", "x"), name: "a");
        await _harness.RestartAsync();
        StoreCopies.Copy(_harness.Directory, _directory["copy"]);
        Edit("rows.db", "UPDATE meta SET value = value + 77 WHERE name = 'position'");

        await using var recovered = _harness.OpenCopy(_directory["copy"]);
        StoreIntegrity.Check(recovered.Store);
        Assert.Equal("@a", Assert.Single(StoreContents.Of(recovered.Store).Lives.Keys).Key.ToString());
    }

    [Fact]
    [Trait("Fault", "T1")]
    [Trait("Invariant", "6")]
    public async Task Open_AfterTheClockWasSetBack_RevivesNothing()
    {
        await _client.CreateAsync(name: "old", idle: TimeSpan.FromMinutes(20));
        await _harness.AdvanceAsync(TimeSpan.FromHours(1));
        await _client.CreateAsync(name: "new");
        StoreCopies.Copy(_harness.Directory, _directory["copy"]);

        // A clock that has not been moved on: an hour behind what the store has seen.
        var clock = new Time.SessionClock(new ManualTimeProvider());
        Assert.True(clock.Now < _harness.Now.UtcTicks);
        await using var recovered = SqliteStorage.Open(
            _directory["copy"],
            new SqliteSetup(new SqliteOptions(), clock, new SessionLimits(), TimeSpan.FromMinutes(10), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));
        var answer = await recovered.Store.LoadAsync(new Storage.LoadCommand { Key = SessionKey.FromName("old") }, TestContext.Current.CancellationToken);

        Expect.Ended(EndReason.IdleTimeout, answer);
    }

    [Fact]
    [Trait("Fault", "C14")]
    public void Open_OfADirectoryThatIsOpen_IsRefusedAndSaysWhatToDo()
    {
        var refusal = Assert.Throws<SqliteStoreException>(() => _harness.OpenCopy(_harness.Directory));

        Assert.Contains("in use by another process", refusal.Message);
    }

    [Fact]
    public async Task Restart_AfterACleanEnd_KeepsTheEpochAndAfterAKillTakesANewOne()
    {
        await _client.CreateAsync(name: "a");
        var epoch = _harness.Store.Epoch;
        await using (var killed = _harness.Killed("killed")) Assert.NotEqual(epoch, killed.Store.Epoch);
        await _harness.RestartAsync();

        Assert.Equal(epoch, _harness.Store.Epoch);
    }

    private void Edit(string file, string sql)
    {
        using var database = Database.Open(Path.Combine(_directory["copy"], file), Exclusive);
        database.Run(sql);
    }

    private long Ask(string file, string sql)
    {
        using var database = Database.Open(Path.Combine(_directory["copy"], file), Exclusive);
        return database.Ask(sql);
    }
}
