using System.Text;
using Holdfast.Operations;
using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>
/// Rebuilds a store's state from a journal's records with the pure functions alone: what a durable store does after a crash, and so the proof
/// that records say enough. Each state that a record carries is compared with the one that its operations make.
/// </summary>
internal sealed class JournalReplay
{
    private static readonly SessionLimits NoLimits = new()
    {
        MaxKeyBytes = int.MaxValue,
        MaxKeys = int.MaxValue,
        MaxOperations = int.MaxValue,
        MaxSessionBytes = int.MaxValue,
        MaxTags = int.MaxValue,
        MaxValueBytes = int.MaxValue,
    };

    private readonly Dictionary<(SessionKey Key, ulong Incarnation), ReplayedSession> _sessions = [];
    private readonly Dictionary<string, int> _epochs = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<(SessionKey Key, ulong Incarnation), ReplayedSession> Sessions => _sessions;

    public static JournalReplay Of(IEnumerable<JournalEntry> entries)
    {
        var replay = new JournalReplay();
        foreach (var entry in entries) replay.Apply(entry);
        return replay;
    }

    /// <summary>Whether a subject was revoked after a session's state was written.</summary>
    public bool IsRevoked(SessionImage image) =>
        image.HasSubject && image.SubjectEpoch < _epochs.GetValueOrDefault(Encoding.UTF8.GetString(image.Texts.Subject));

    private void Apply(JournalEntry entry)
    {
        if (entry.Kind == JournalRecordKind.SubjectEpoch)
        {
            Assert.True(entry.SubjectEpoch > _epochs.GetValueOrDefault(entry.Subject!), "An epoch number went back.");
            _epochs[entry.Subject!] = entry.SubjectEpoch;
            return;
        }

        var id = (entry.Image.Key, entry.Image.Incarnation);
        if (entry.Kind == JournalRecordKind.Create)
        {
            Assert.False(_sessions.ContainsKey(id), "A life was created twice.");
            _sessions[id] = new ReplayedSession(Created(entry), entry.Now, entry.Digest, entry.Generation);
            return;
        }

        var session = _sessions[id];
        Assert.Null(session.EndReason);
        switch (entry.Kind)
        {
            case JournalRecordKind.Apply:
                session.Image = Changed(session.Image, entry);
                session.LastActivity = Math.Max(session.LastActivity, entry.LastActivity);
                (session.Digest, session.Generation) = (entry.Digest, entry.Generation);
                break;
            case JournalRecordKind.Touch:
                session.LastActivity = Math.Max(session.LastActivity, entry.LastActivity);
                break;
            case JournalRecordKind.Exempt:
                session.Image = Adopt(session.Image, entry);
                break;
            case JournalRecordKind.End:
                session.Image = Adopt(ImageFactory.Ended(session.Image), entry);
                session.EndReason = entry.EndReason;
                break;
        }
    }

    private static SessionImage Created(JournalEntry entry)
    {
        var image = entry.Image;
        var type = Encoding.UTF8.GetString(image.Texts.Type);
        var (idle, absolute) = (image.IdleTicks / TimeSpan.TicksPerMillisecond, image.Times.AbsoluteTicks / TimeSpan.TicksPerMillisecond);
        var blank = ImageFactory.Blank(image.Key, image.Incarnation, type, idle, absolute, entry.Now, version: 0, image.IsJournaled);
        var outcome = Run(blank, entry);
        return Adopt(outcome.Changed ? outcome.Image : ImageFactory.Blank(image.Key, image.Incarnation, type, idle, absolute, entry.Now, version: 1, image.IsJournaled), entry);
    }

    private static SessionImage Changed(SessionImage before, JournalEntry entry)
    {
        var outcome = Run(before, entry);
        Assert.Equal((Refusal.None, true), (outcome.Refusal, outcome.Changed));
        return Adopt(outcome.Image, entry);
    }

    // What the operations make is what the record says; the store's own words come with the record.
    private static SessionImage Adopt(SessionImage made, JournalEntry entry)
    {
        Expect.SameState(made, entry.Image);
        return entry.Image;
    }

    private static ApplyOutcome Run(SessionImage image, JournalEntry entry)
    {
        var count = 0;
        var reader = new OperationReader(entry.Operations);
        while (reader.TryRead(out _)) count++;
        return ChangeApplier.Apply(new ApplyInput
        {
            Image = image,
            Operations = entry.Operations,
            OperationCount = count,
            Now = entry.Now,
            Base = ApplyInput.NoBase,
            CountAccess = entry.CountedAccess,
            Limits = NoLimits,
        });
    }
}
