using Microsoft.Extensions.Logging;

namespace Holdfast.Sqlite.Rows;

/// <summary>Sets sessions aside that cannot be read: their rows move to a table of their own, as they are, and the log names them by key.</summary>
internal static class Quarantine
{
    public static void Take(RowsFile rows, IReadOnlyCollection<UnreadableRow> sessions, long now, ILogger logger)
    {
        if (sessions.Count == 0)
        {
            return;
        }

        rows.Begin();
        using var copy = rows.Database.Prepare("""
            INSERT INTO quarantine (id, key, reason, at, position, state, secret)
            SELECT ?1, coalesce((SELECT key FROM sessions WHERE id = ?1), ?2), ?3, ?4, s.position, s.state, s.secret
            FROM (SELECT 1) LEFT JOIN sessions s ON s.id = ?1
            """);
        using var delete = rows.Database.Prepare("DELETE FROM sessions WHERE id = ?1");
        foreach (var session in sessions)
        {
            copy.Bind(1, session.Id).BindText(2, session.Key).BindText(3, session.Reason).Bind(4, now).Run();
            delete.Bind(1, session.Id).Run();
            SqliteLog.Quarantined(logger, session.Key, session.Reason);
        }

        rows.Commit();
        rows.Checkpoint();
    }
}
