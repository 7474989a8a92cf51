using System.Runtime.InteropServices;
using Holdfast.Sqlite.Format;
using Holdfast.Sqlite.Journaling;
using Holdfast.Storage;

namespace Holdfast.Sqlite.Rows;

/// <summary>What the rows lack: each changed session once, however often it changed, the raised subjects, and the totals. Belongs to one thread.</summary>
internal sealed class DirtySet(long created, long[] ended)
{
    private readonly Dictionary<SessionIdentity, DirtySession> _sessions = [];
    private readonly Dictionary<string, (int Epoch, long RaisedAt)> _subjects = new(StringComparer.Ordinal);

    /// <summary>Sessions ever created, up to here.</summary>
    public long Created { get; private set; } = created;

    /// <summary>Sessions ended, by the number of the reason, up to here.</summary>
    public long[] Ended { get; } = [.. ended];

    public IReadOnlyDictionary<string, (int Epoch, long RaisedAt)> Subjects => _subjects;

    public int Count => _sessions.Count;

    public void Add(ReadOnlySpan<Committed> changes)
    {
        foreach (ref readonly var change in changes)
        {
            Add(change);
        }
    }

    public void Add(SessionIdentity identity, in DirtySession session) => _sessions[identity] = session;

    public void AddSubject(string name, int epoch, long raisedAt) => _subjects[name] = (epoch, raisedAt);

    public void CountCreated() => Created++;

    public void CountEnded(EndReason reason) => Ended[(int)reason]++;

    /// <summary>In the order of the rows, so that a fold walks the file once.</summary>
    public (SessionIdentity Identity, DirtySession Session)[] InRowOrder()
    {
        var all = new (SessionIdentity Identity, DirtySession Session)[_sessions.Count];
        var at = 0;
        foreach (var (identity, session) in _sessions)
        {
            all[at++] = (identity, session);
        }

        Array.Sort(all, static (left, right) => ((long)left.Identity.Incarnation).CompareTo((long)right.Identity.Incarnation));
        return all;
    }

    public void Clear()
    {
        _sessions.Clear();
        _subjects.Clear();
    }

    private void Add(in Committed change)
    {
        if (change.Kind == JournalRecordKind.SubjectEpoch)
        {
            AddSubject(change.Subject!, change.SubjectEpoch, change.Now);
            return;
        }

        ref var session = ref CollectionsMarshal.GetValueRefOrAddDefault(_sessions, SessionIdentity.Of(change.Image), out _);
        session.Image = change.Image;
        session.Position = change.Position;
        session.Secret = change.Secret ?? session.Secret;
        if (change.Kind == JournalRecordKind.Create)
        {
            CountCreated();
        }
        else if (change.Kind == JournalRecordKind.End)
        {
            session.EndReason = change.EndReason;
            session.EndedAt = change.Now;
            CountEnded(change.EndReason);
        }
    }
}
