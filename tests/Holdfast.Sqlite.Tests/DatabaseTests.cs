using Holdfast.Sqlite.Native;

namespace Holdfast.Sqlite.Tests;

public sealed class DatabaseTests : IDisposable
{
    private const string Settings = "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Statement_BoundWithEveryKindOfValue_GivesThemBack()
    {
        using var database = Database.Open(_directory["a.db"], Settings);
        database.Run("CREATE TABLE t (a INTEGER, b BLOB, c TEXT, d BLOB);");
        using var insert = database.Prepare("INSERT INTO t VALUES (?1, ?2, ?3, ?4)");
        insert.Bind(1, long.MinValue).BindBlob(2, "bytes"u8).BindText(3, "Ünïcode").BindNull(4).Run();
        insert.Bind(1, 7).BindBlob(2, default).BindText(3, []).RunOver(4, "in place"u8);

        using var select = database.Prepare("SELECT a, b, c, d FROM t ORDER BY rowid");
        Assert.True(select.Step());
        Assert.Equal(long.MinValue, select.Integer(0));
        Assert.Equal("bytes"u8, select.Blob(1));
        Assert.Equal("Ünïcode", select.Text(2));
        Assert.True(select.IsNull(3));
        Assert.True(select.Step());
        Assert.False(select.IsNull(1));
        Assert.True(select.Blob(1).IsEmpty);
        Assert.Equal("in place"u8, select.Blob(3));
        Assert.False(select.Step());
    }

    [Fact]
    public void WalPages_AfterCommits_Grow()
    {
        using var database = Database.Open(_directory["a.db"], Settings);
        database.Run("CREATE TABLE t (a BLOB);");
        var before = database.WalPages;
        using var insert = database.Prepare("INSERT INTO t VALUES (?1)");
        insert.RunOver(1, new byte[100_000]);

        Assert.True(database.WalPages > before + 20, $"{before} pages before, {database.WalPages} after");
    }

    [Fact]
    public void Open_OfAFileThatIsNoDatabase_SaysThatItIsDamaged()
    {
        File.WriteAllText(_directory["a.db"], new string('x', 8192));
        var failure = Assert.Throws<SqliteException>(() => Database.Open(_directory["a.db"], Settings));

        Assert.True(failure.IsDamage, failure.Message);
        Assert.Contains("a.db", failure.Message);
    }

    [Fact]
    [Trait("Fault", "C14")]
    public void Open_OfAFileThatIsOpen_IsRefused()
    {
        using var database = Database.Open(_directory["a.db"], Settings);
        database.Run("CREATE TABLE t (a);");

        Assert.Throws<SqliteException>(() => Database.Open(_directory["a.db"], Settings));
    }
}
