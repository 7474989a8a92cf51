using Holdfast.Operations;
using Holdfast.Sqlite.Format;
using Holdfast.Storage;
using Holdfast.Storage.InProcess;

namespace Holdfast.Sqlite.Recovery;

/// <summary>
/// Does to a session again what a change in the log did to it, by the same pure functions. Throws <see cref="InvalidDataException"/> when the outcome is not
/// the version that the log says: then this session is set aside, and no other.
/// </summary>
internal static class SessionReplay
{
    // What was accepted once stays accepted, whatever the limits are now.
    private static readonly SessionLimits NoLimits = new()
    {
        MaxKeyBytes = int.MaxValue,
        MaxKeys = int.MaxValue,
        MaxOperations = int.MaxValue,
        MaxSessionBytes = int.MaxValue,
        MaxTags = int.MaxValue,
        MaxValueBytes = int.MaxValue,
    };

    public static void Apply(ref RestoredSession session, in LogRecord record)
    {
        if (record.Kind == JournalRecordKind.Create)
        {
            Create(ref session, record);
        }
        else if (session.Image.IsNone || session.Image.IsEnded)
        {
            throw new InvalidDataException($"the log has a change ({record.Kind}) of a session that {(session.Image.IsNone ? "it never created" : "has ended")}");
        }
        else
        {
            Change(ref session, record);
        }

        session.Image.Position = record.Position;
    }

    private static void Create(ref RestoredSession session, in LogRecord record)
    {
        if (!session.Image.IsNone)
        {
            throw new InvalidDataException("the log creates it a second time");
        }

        if (!StateFormat.TryReadImage(record.Image, out session.Image))
        {
            throw new InvalidDataException("its first state is in an unknown format");
        }

        session.Digest = record.Digest;
        session.Generation = record.Generation;
    }

    private static void Change(ref RestoredSession session, in LogRecord record)
    {
        switch (record.Kind)
        {
            case JournalRecordKind.Apply:
                ApplyOperations(ref session, record);
                Expect(session.Image.Version, record.Version);
                break;
            case JournalRecordKind.Touch:
                MoveActivity(session.Image, record.LastActivity);
                break;
            case JournalRecordKind.Exempt:
                session.Image.SubjectEpoch = record.SubjectEpoch;
                break;
            case JournalRecordKind.End:
                session.Image = ImageFactory.Ended(session.Image);
                session.EndReason = record.EndReason;
                session.EndedAt = record.Now;
                Expect(session.Image.Version, record.Version);
                break;
            default:
                throw new InvalidDataException($"the log has a change of kind {(byte)record.Kind}, which this version does not know");
        }
    }

    private static void ApplyOperations(ref RestoredSession session, in LogRecord record)
    {
        var count = 0;
        var reader = new OperationReader(record.Operations);
        while (reader.TryRead(out _))
        {
            count++;
        }

        var activity = session.Image.LastActivity;
        var outcome = ChangeApplier.Apply(new ApplyInput
        {
            Image = session.Image,
            Operations = record.Operations,
            OperationCount = count,
            Now = record.Now,
            Base = ApplyInput.NoBase,
            CountAccess = record.CountedAccess,
            Limits = NoLimits,
        });
        if (outcome.Refusal != Refusal.None || !outcome.Changed)
        {
            throw new InvalidDataException($"a change that was made cannot be made again ({outcome.Refusal})");
        }

        session.Image = outcome.Image;
        session.Image.LastActivity = activity;
        MoveActivity(session.Image, record.LastActivity);
        if (session.Image.HasSubject)
        {
            session.Image.SubjectEpoch = record.SubjectEpoch;
        }

        if (outcome.Regenerated)
        {
            var detail = outcome.Detail!;
            session.Previous = session.Digest.IsNone
                ? null
                : new PreviousSecret(session.Digest, record.Now + detail.GraceTicks, session.Image.Version);
            session.Digest = detail.NewDigest;
            session.Generation++;
        }
    }

    private static void MoveActivity(SessionImage image, long to) => image.LastActivity = Math.Max(image.LastActivity, to);

    private static void Expect(long made, long recorded)
    {
        if (made != recorded)
        {
            throw new InvalidDataException($"a change makes version {made}, the log says {recorded}");
        }
    }
}
