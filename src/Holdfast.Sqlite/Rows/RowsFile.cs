using Holdfast.Sqlite.Format;
using Holdfast.Sqlite.Native;

namespace Holdfast.Sqlite.Rows;

/// <summary>
/// The file that sessions are folded into: a row each, subjects' epochs, and how far the log is in it. <c>docs/sqlite.md</c> has the schema. Belongs to one thread.
/// </summary>
internal sealed class RowsFile : IDisposable
{
    private const int FormatVersion = 1;
    private const int PageSize = 4096;

    // Normal: a commit is no sync. The fold's end is a checkpoint, and that is one.
    private const string Settings = """
        PRAGMA page_size=4096; PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;
        PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY;
        CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS sessions (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL, subject TEXT, position INTEGER NOT NULL,
            ended_at INTEGER, end_reason INTEGER, state BLOB NOT NULL, secret BLOB);
        CREATE INDEX IF NOT EXISTS sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;
        CREATE TABLE IF NOT EXISTS subjects (name TEXT PRIMARY KEY, epoch INTEGER NOT NULL, raised_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS quarantine (
            id INTEGER, key TEXT, reason TEXT NOT NULL, at INTEGER NOT NULL, position INTEGER, state BLOB, secret BLOB);
        """;

    private readonly Statement _upsert;
    private readonly FieldWriter _state = new(1024);
    private readonly FieldWriter _secret = new(128);

    private RowsFile(Database database, string path)
    {
        Database = database;
        Path = path;
        _upsert = database.Prepare("""
            INSERT INTO sessions (id, key, subject, position, ended_at, end_reason, state, secret) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (id) DO UPDATE SET subject = excluded.subject, position = excluded.position, ended_at = excluded.ended_at,
                end_reason = excluded.end_reason, state = excluded.state, secret = coalesce(excluded.secret, secret)
            WHERE excluded.position > position
            """);
    }

    public Database Database { get; }

    public string Path { get; }

    public long LogBytes => (long)Database.WalPages * PageSize;

    public static RowsFile Open(string path)
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

            return new RowsFile(database, path);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public void Begin() => Database.Run("BEGIN IMMEDIATE");

    public void Commit() => Database.Run("COMMIT");

    public void Rollback() => Database.Run("ROLLBACK");

    /// <summary>Writes a session's row, unless that is newer already: so a fold may be repeated from anywhere.</summary>
    public void Write(in DirtySession session)
    {
        var image = session.Image;
        var incarnation = image.Incarnation;
        _upsert.Bind(1, (long)incarnation).BindText(2, image.Key.ToString(null, null)).Bind(4, session.Position);
        if (image.HasSubject)
        {
            _upsert.BindText(3, image.Texts.Subject);
        }
        else
        {
            _upsert.BindNull(3);
        }

        if (image.IsEnded)
        {
            _upsert.Bind(5, session.EndedAt).Bind(6, (long)session.EndReason);
        }
        else
        {
            _upsert.BindNull(5).BindNull(6);
        }

        if (session.Secret is { } secret)
        {
            _upsert.BindBlob(8, StateFormat.WriteSecret(_secret, incarnation, secret));
        }
        else
        {
            _upsert.BindNull(8);
        }

        _upsert.RunOver(7, StateFormat.WriteState(_state, image, session.Position, session.EndReason, session.EndedAt));
    }

    public void WriteSubject(string name, int epoch, long raisedAt)
    {
        using var upsert = Database.Prepare("""
            INSERT INTO subjects (name, epoch, raised_at) VALUES (?1, ?2, ?3)
            ON CONFLICT (name) DO UPDATE SET epoch = excluded.epoch, raised_at = excluded.raised_at WHERE excluded.epoch > epoch
            """);
        upsert.BindText(1, name).Bind(2, epoch).Bind(3, raisedAt).Run();
    }

    /// <summary>Removes records of sessions that ended before an instant and have no change left in any log; up to a number, answers how many.</summary>
    public int Purge(long endedBefore, long foldedPosition, int limit)
    {
        using var delete = Database.Prepare("""
            DELETE FROM sessions WHERE id IN (
                SELECT id FROM sessions WHERE ended_at IS NOT NULL AND ended_at < ?1 AND position <= ?2 LIMIT ?3)
            """);
        delete.Bind(1, endedBefore).Bind(2, foldedPosition).Bind(3, limit).Run();
        return (int)Database.Ask("SELECT changes()");
    }

    public void ForgetSubjects(long raisedBefore)
    {
        using var delete = Database.Prepare("DELETE FROM subjects WHERE raised_at < ?1");
        delete.Bind(1, raisedBefore).Run();
    }

    public StoreMeta? ReadMeta()
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        using var select = Database.Prepare("SELECT name, value FROM meta");
        while (select.Step())
        {
            values[select.Text(0)] = select.Integer(1);
        }

        return values.Count == 0 ? null : StoreMeta.Of(values);
    }

    public void WriteMeta(StoreMeta meta)
    {
        using var upsert = Database.Prepare("INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        foreach (var (name, value) in meta.Values())
        {
            upsert.BindText(1, name).Bind(2, value).Run();
        }
    }

    /// <summary>Makes everything committed durable, and its write-ahead log start over.</summary>
    public void Checkpoint()
    {
        if (Database.Ask("PRAGMA wal_checkpoint(RESTART)") != 0)
        {
            throw new SqliteStoreException($"{Path}: somebody else has the file open.");
        }
    }

    public void Dispose()
    {
        _upsert.Dispose();
        Database.Dispose();
    }
}
