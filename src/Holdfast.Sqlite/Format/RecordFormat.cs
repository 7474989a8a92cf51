using System.Text;
using Holdfast.Model;
using Holdfast.Storage;

namespace Holdfast.Sqlite.Format;

/// <summary>
/// One change in the log: a kind, then the fields of <see cref="Field"/> that the kind has. An apply holds the operations, about as large as what
/// changed, however large the session is; a creation holds the first state.
/// </summary>
internal static class RecordFormat
{
    public static void Write(FieldWriter writer, in JournalRecord record, long position, long batchTime)
    {
        writer.Byte((byte)record.Kind);
        if (record.Now != batchTime)
        {
            writer.Signed(Field.Time, record.Now - batchTime);
        }

        if (record.Kind == JournalRecordKind.SubjectEpoch)
        {
            writer.Bytes(Field.Subject, Encoding.UTF8.GetBytes(record.Subject!));
            writer.Number(Field.SubjectEpoch, (uint)record.SubjectEpoch);
            writer.End();
            return;
        }

        var image = record.Image;
        writer.Identity(SessionIdentity.Of(image));
        if (record.LastActivity != record.Now)
        {
            writer.Signed(Field.LastActivity, record.LastActivity - record.Now);
        }

        switch (record.Kind)
        {
            case JournalRecordKind.Create:
                writer.Image(image, position);
                if (!record.Digest.IsNone)
                {
                    writer.Digest(Field.Digest, record.Digest);
                    writer.Number(Field.Generation, record.Generation);
                }

                break;
            case JournalRecordKind.Apply:
                writer.Number(Field.Version, (ulong)image.Version);
                writer.Bytes(Field.Operations, record.Operations);
                if (record.CountedAccess)
                {
                    writer.Number(Field.CountedAccess, 1);
                }

                if (image.HasSubject)
                {
                    writer.Number(Field.SubjectEpoch, (uint)image.SubjectEpoch);
                }

                break;
            case JournalRecordKind.Exempt:
                writer.Number(Field.SubjectEpoch, (uint)record.SubjectEpoch);
                break;
            case JournalRecordKind.End:
                writer.Number(Field.Version, (ulong)image.Version);
                writer.Number(Field.EndReason, (ulong)record.EndReason!.Value);
                break;
        }

        writer.End();
    }

    public static void Read(ref FieldReader reader, ref LogRecord record, long batchTime)
    {
        record = default;
        record.Kind = (JournalRecordKind)reader.Byte();
        record.Now = batchTime;
        long? activity = null;
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case Field.Identity: record.Identity = reader.Identity(); break;
                case Field.Time: record.Now = batchTime + reader.Signed; break;
                case Field.Version: record.Version = (long)reader.Value; break;
                case Field.Operations: record.Operations = reader.Content; break;
                case Field.CountedAccess: record.CountedAccess = reader.Value != 0; break;
                case Field.LastActivity: activity = reader.Signed; break;
                case Field.SubjectEpoch: record.SubjectEpoch = (int)reader.Value; break;
                case Field.Image: record.Image = reader.Content; break;
                case Field.Digest: record.Digest = SecretDigest.Read(reader.Content); break;
                case Field.Generation: record.Generation = (uint)reader.Value; break;
                case Field.EndReason: record.EndReason = (EndReason)reader.Value; break;
                case Field.Subject: record.Subject = reader.Content; break;
            }
        }

        record.LastActivity = record.Now + (activity ?? 0);
    }
}
