using Holdfast.Sqlite.Native;

namespace Holdfast.Sqlite.Journaling;

/// <summary>
/// One of the two log files: a row per batch. What is committed lies in SQLite's write-ahead log, which starts over only when nobody writes;
/// therefore two, used in turn. Belongs to the writer while it fills and to the folder from its sealing to its clearing.
/// </summary>
internal sealed class LogSegment : IDisposable
{
    private const int PageSize = 4096;
    private const int FormatVersion = 1;

    // Incremental vacuum at the commit: the checkpoint after a clearing then skips the pages of what was cleared.
    private const string Settings = """
        PRAGMA page_size=4096; PRAGMA auto_vacuum=FULL; PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=-1; PRAGMA temp_store=MEMORY;
        CREATE TABLE IF NOT EXISTS batches (number INTEGER PRIMARY KEY, data BLOB NOT NULL);
        """;

    private readonly Database _database;
    private readonly Statement _insert;
    private bool _syncsCommits = true;

    private LogSegment(Database database, string path)
    {
        _database = database;
        Path = path;
        _insert = database.Prepare("INSERT INTO batches (number, data) VALUES (?1, ?2)");
    }

    public string Path { get; }

    public long Bytes => (long)_database.WalPages * PageSize;

    public static LogSegment Open(string path)
    {
        var database = Database.Open(path, Settings);
        try
        {
            var version = database.Ask("PRAGMA user_version");
            if (version > FormatVersion)
            {
                throw new SqliteStoreException($"{path} was written by a newer version of Holdfast (format {version}). Start that version.");
            }

            if (version != FormatVersion)
            {
                database.Run($"PRAGMA user_version={FormatVersion}");
            }

            return new LogSegment(database, path);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Commits a batch; with <paramref name="sync"/> it and all before it in this file are durable when this returns.</summary>
    public void Append(long number, ReadOnlySpan<byte> batch, bool sync)
    {
        if (sync != _syncsCommits)
        {
            _database.Run(sync ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
            _syncsCommits = sync;
        }

        _insert.Bind(1, number).RunOver(2, batch);
    }

    /// <summary>All batches in the order of their numbers.</summary>
    public List<(long Number, byte[] Data)> Read()
    {
        var batches = new List<(long, byte[])>();
        using var select = _database.Prepare("SELECT number, data FROM batches ORDER BY number");
        while (select.Step())
        {
            batches.Add((select.Integer(0), select.Blob(1).ToArray()));
        }

        return batches;
    }

    /// <summary>Empties it, so that the write-ahead log starts over with the next batch.</summary>
    public void Clear()
    {
        if (!_syncsCommits)
        {
            _database.Run("PRAGMA synchronous=FULL");
            _syncsCommits = true;
        }

        _database.Run("DELETE FROM batches");
        if (_database.Ask("PRAGMA wal_checkpoint(RESTART)") != 0)
        {
            throw new SqliteStoreException($"{Path}: somebody else has the file open.");
        }
    }

    public void Dispose()
    {
        _insert.Dispose();
        _database.Dispose();
    }
}
