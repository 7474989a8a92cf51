using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Holdfast.Sqlite.Format;
using Holdfast.Sqlite.Native;
using Holdfast.Storage.InProcess;

namespace Holdfast.Sqlite.Rows;

/// <summary>
/// Reads all rows into a store: one thread walks the file, others check, decode and insert. Ended records first and in the order of their ends, because a name
/// may have had several lives; the living in the order of the file.
/// </summary>
internal sealed class RowsScan(Database database, StoreRestoration restoration, Action<long> progress)
{
    private const int PageRows = 512;
    private const string Columns = "SELECT id, key, position, state, secret FROM sessions WHERE ended_at IS";

    private readonly ConcurrentQueue<UnreadableRow> _unreadable = new();
    private long _restored;

    public long Restored => Volatile.Read(ref _restored);

    /// <summary>Rows that are not as they were written.</summary>
    public IReadOnlyCollection<UnreadableRow> Unreadable => _unreadable;

    public void Run()
    {
        foreach (var page in Pages($"{Columns} NOT NULL ORDER BY ended_at, position"))
        {
            Restore(page);
        }

        using var pages = new BlockingCollection<List<Row>>(boundedCapacity: 64);
        Exception? failure = null;
        var threads = Enumerable.Range(0, Math.Max(1, Environment.ProcessorCount - 1))
            .Select(_ => new Thread(() =>
            {
                try
                {
                    foreach (var page in pages.GetConsumingEnumerable())
                    {
                        Restore(page);
                    }
                }
#pragma warning disable CA1031 // Thrown again by the thread that waits for this one.
                catch (Exception caught)
#pragma warning restore CA1031
                {
                    failure = caught;
                    foreach (var _ in pages.GetConsumingEnumerable())
                    {
                        // The reader must not wait for room for ever.
                    }
                }
            }))
            .ToList();
        threads.ForEach(static thread => thread.Start());
        try
        {
            foreach (var page in Pages($"{Columns} NULL"))
            {
                pages.Add(page);
                progress(Restored);
            }
        }
        finally
        {
            pages.CompleteAdding();
            threads.ForEach(static thread => thread.Join());
        }

        if (failure is not null)
        {
            throw new SqliteStoreException("The rows could not be read.", failure);
        }
    }

    private IEnumerable<List<Row>> Pages(string sql)
    {
        using var select = database.Prepare(sql);
        var page = new List<Row>(PageRows);
        while (select.Step())
        {
            page.Add(new Row(select.Integer(0), select.Text(1), select.Integer(2), select.Blob(3).ToArray(), select.Blob(4).ToArray()));
            if (page.Count == PageRows)
            {
                yield return page;
                page = new List<Row>(PageRows);
            }
        }

        yield return page;
    }

    private void Restore(List<Row> page)
    {
        foreach (var row in page)
        {
            if (!StateFormat.TryRead((ulong)row.Id, row.State, row.Secret, out var session))
            {
                _unreadable.Enqueue(new UnreadableRow(row.Id, row.Key, "its row is not as it was written"));
                continue;
            }

            session.Image.Position = row.Position;
            restoration.Add(session);
        }

        Interlocked.Add(ref _restored, page.Count);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Row(long Id, string Key, long Position, byte[] State, byte[] Secret);
}
