using System.Buffers.Binary;
using Holdfast.Model;
using Holdfast.Operations;
using Holdfast.Storage.InProcess;

namespace Holdfast.Sqlite.Format;

/// <summary>
/// A session's state and its secret as the two columns of its row: a format revision, a CRC-32C that also covers which row it is, and fields of
/// <see cref="Field"/>. Apart, because most changes leave the secret as it is.
/// </summary>
internal static class StateFormat
{
    public const byte CurrentRevision = 1;
    private const int HeadSize = 5;

    public static ReadOnlySpan<byte> WriteState(FieldWriter writer, SessionImage image, long position, EndReason reason, long endedAt)
    {
        Begin(writer);
        writer.Image(image, position);
        if (image.IsEnded)
        {
            writer.Number(Field.EndReason, (ulong)reason);
            writer.Signed(Field.EndedAt, endedAt);
        }

        return Seal(writer, image.Incarnation);
    }

    public static ReadOnlySpan<byte> WriteSecret(FieldWriter writer, ulong incarnation, SecretState secret)
    {
        Begin(writer);
        writer.Digest(Field.Digest, secret.Digest);
        writer.Number(Field.Generation, secret.Generation);
        if (secret.Previous is { } previous)
        {
            writer.Digest(Field.PreviousDigest, previous.Digest);
            writer.Signed(Field.PreviousReadableUntil, previous.ReadableUntil);
            writer.Number(Field.PreviousSuperseded, (ulong)previous.SupersededAtVersion);
        }

        return Seal(writer, incarnation);
    }

    /// <summary>False when a column is not as it was written for this row.</summary>
    public static bool TryRead(ulong incarnation, ReadOnlySpan<byte> state, ReadOnlySpan<byte> secret, out RestoredSession session)
    {
        session = default;
        return TryReadColumn(incarnation, state, ref session)
            && !session.Image.IsNone
            && session.Image.Incarnation == incarnation
            && (secret.IsEmpty || TryReadColumn(incarnation, secret, ref session));
    }

    /// <summary>A state as an array of its own; false when it is no image of a known format.</summary>
    public static bool TryReadImage(ReadOnlySpan<byte> bytes, out SessionImage image)
    {
        image = default;
        if (bytes.Length < SessionImage.JournaledFixedSize
            || bytes[SessionImage.FormatAt] is 0 or > SessionImage.CurrentFormat
            || ((ImageFlags)bytes[SessionImage.FlagsAt] & ImageFlags.Journaled) == ImageFlags.None)
        {
            return false;
        }

        var copy = GC.AllocateUninitializedArray<byte>(bytes.Length);
        bytes.CopyTo(copy);
        image = new SessionImage(copy);
        return true;
    }

    private static bool TryReadColumn(ulong incarnation, ReadOnlySpan<byte> column, ref RestoredSession session)
    {
        if (column.Length < HeadSize
            || BinaryPrimitives.ReadUInt32LittleEndian(column[1..]) != Crc32C.Of(incarnation ^ column[0], column[HeadSize..]))
        {
            return false;
        }

        if (column[0] is 0 or > CurrentRevision)
        {
            throw new SqliteStoreException(
                $"A session was written by a newer version of Holdfast (format {column[0]}, known up to {CurrentRevision}). Start that version.");
        }

        var reader = new FieldReader(column[HeadSize..]);
        PreviousSecret previous = default;
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case Field.Image:
                    if (!TryReadImage(reader.Content, out session.Image))
                    {
                        return false;
                    }

                    break;
                case Field.EndReason: session.EndReason = (EndReason)reader.Value; break;
                case Field.EndedAt: session.EndedAt = reader.Signed; break;
                case Field.Digest: session.Digest = SecretDigest.Read(reader.Content); break;
                case Field.Generation: session.Generation = (uint)reader.Value; break;
                case Field.PreviousDigest: previous = previous with { Digest = SecretDigest.Read(reader.Content) }; break;
                case Field.PreviousReadableUntil: previous = previous with { ReadableUntil = reader.Signed }; break;
                case Field.PreviousSuperseded: previous = previous with { SupersededAtVersion = (long)reader.Value }; break;
            }
        }

        if (!previous.Digest.IsNone)
        {
            session.Previous = previous;
        }

        return true;
    }

    private static void Begin(FieldWriter writer)
    {
        writer.Clear();
        writer.Reserve(HeadSize).Clear();
    }

    private static ReadOnlySpan<byte> Seal(FieldWriter writer, ulong incarnation)
    {
        writer.End();
        var head = writer.At(0, HeadSize);
        head[0] = CurrentRevision;
        BinaryPrimitives.WriteUInt32LittleEndian(head[1..], Crc32C.Of(incarnation ^ CurrentRevision, writer.Written[HeadSize..]));
        return writer.Written;
    }
}
