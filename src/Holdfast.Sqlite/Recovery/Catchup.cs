using Holdfast.Sqlite.Format;
using Holdfast.Sqlite.Rows;
using Holdfast.Storage.InProcess;

namespace Holdfast.Sqlite.Recovery;

/// <summary>
/// Brings the rows up to the end of the log after a crash: each session that the log changed is read from its row, changed again, and written like in any
/// fold. A crash in the middle leaves rows of which some are newer; the next run skips what they have.
/// </summary>
internal sealed class Catchup(RowsFile rows, LogTail tail)
{
    private readonly List<UnreadableRow> _unreadable = [];

    public IReadOnlyList<UnreadableRow> Unreadable => _unreadable;

    /// <summary>What the rows lack.</summary>
    public DirtySet Run()
    {
        var dirty = new DirtySet(tail.Created, tail.Ended);
        foreach (var (name, (epoch, raisedAt)) in tail.Subjects)
        {
            dirty.AddSubject(name, epoch, raisedAt);
        }

        using var select = rows.Database.Prepare("SELECT position, state, secret, key FROM sessions WHERE id = ?1");
        foreach (var (identity, places) in tail.Sessions.OrderBy(static entry => (long)entry.Key.Incarnation))
        {
            select.Bind(1, (long)identity.Incarnation);
            var key = $"with incarnation {identity.Incarnation:x16}";
            try
            {
                RestoredSession session = default;
                long position = 0;
                if (select.Step())
                {
                    key = select.Text(3);
                    position = select.Integer(0);
                    if (!StateFormat.TryRead(identity.Incarnation, select.Blob(1), select.Blob(2), out session))
                    {
                        throw new InvalidDataException("its row is not as it was written");
                    }
                }

                Replay(identity, places, session, position, dirty);
            }
            catch (InvalidDataException damage)
            {
                _unreadable.Add(new UnreadableRow((long)identity.Incarnation, key, damage.Message));
            }
            finally
            {
                select.Reset();
            }
        }

        return dirty;
    }

    private void Replay(SessionIdentity identity, List<LogTail.Place> places, RestoredSession session, long rowPosition, DirtySet dirty)
    {
        LogRecord record = default;
        var changed = false;
        foreach (var place in places)
        {
            if (tail.TryReadAt(place, rowPosition, ref record))
            {
                SessionReplay.Apply(ref session, record);
                changed = true;
            }
        }

        if (changed)
        {
            dirty.Add(identity, new DirtySession
            {
                Image = session.Image,
                Position = session.Image.Position,
                Secret = session.Digest.IsNone ? null : new SecretState(session.Digest, session.Generation, session.Previous),
                EndReason = session.EndReason,
                EndedAt = session.EndedAt,
            });
        }
    }
}
