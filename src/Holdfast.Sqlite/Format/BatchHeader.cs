using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Holdfast.Sqlite.Format;

/// <summary>
/// What stands before the records of a batch, little-endian:
/// <code>
///  0  1  format revision, 1        1  3  zero
///  4  4  CRC-32C of the revision as eight bytes and of all that follows
///  8  8  number of the batch: each is one more than the one before
/// 16  8  store epoch              24  8  position of the first record
/// 32  8  the batch's instant, UTC ticks
/// 40  4  number of records
/// </code>
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BatchHeader(long Number, ulong Epoch, long FirstPosition, long Time, int Count)
{
    public const byte CurrentRevision = 1;
    public const int Size = 44;
    private const int ChecksumAt = 4;
    private const int CheckedFrom = 8;

    public long LastPosition => FirstPosition + Count - 1;

    /// <summary>Writes it before its records, which stand behind already: <paramref name="batch"/> is all of it.</summary>
    public void Seal(Span<byte> batch)
    {
        batch[..Size].Clear();
        batch[0] = CurrentRevision;
        BinaryPrimitives.WriteInt64LittleEndian(batch[8..], Number);
        BinaryPrimitives.WriteUInt64LittleEndian(batch[16..], Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(batch[24..], FirstPosition);
        BinaryPrimitives.WriteInt64LittleEndian(batch[32..], Time);
        BinaryPrimitives.WriteInt32LittleEndian(batch[40..], Count);
        BinaryPrimitives.WriteUInt32LittleEndian(batch[ChecksumAt..], Crc32C.Of(CurrentRevision, batch[CheckedFrom..]));
    }

    /// <summary>Reads it if the whole batch is as it was written.</summary>
    public static bool TryRead(ReadOnlySpan<byte> batch, out BatchHeader header)
    {
        header = default;
        if (batch.Length < Size)
        {
            return false;
        }

        // The checksum stands in the same place in every revision, so damage is never taken for a newer version.
        if (BinaryPrimitives.ReadUInt32LittleEndian(batch[ChecksumAt..]) != Crc32C.Of(batch[0], batch[CheckedFrom..]))
        {
            return false;
        }

        if (batch[0] is 0 or > CurrentRevision)
        {
            throw new SqliteStoreException(
                $"The log was written by a newer version of Holdfast (format {batch[0]}, known up to {CurrentRevision}). Start that version.");
        }

        header = new BatchHeader(
            BinaryPrimitives.ReadInt64LittleEndian(batch[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(batch[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(batch[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(batch[32..]),
            BinaryPrimitives.ReadInt32LittleEndian(batch[40..]));
        return true;
    }
}
