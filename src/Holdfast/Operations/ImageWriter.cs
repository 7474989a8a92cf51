using System.Buffers.Binary;

namespace Holdfast.Operations;

/// <summary>Writes the next image in one pass over the working list; keys that did not change are copied as runs.</summary>
internal ref struct ImageWriter
{
    public byte[] Old;
    public ReadOnlySpan<byte> Operations;
    public ReadOnlySpan<WorkEntry> Entries;
    public List<byte[]>? Scratch;

    /// <summary>The edited texts, or null to copy <see cref="OldTexts"/>.</summary>
    public TextEdits? Texts;
    public ReadOnlySpan<byte> OldTexts;
    public ImageFlags Flags;
    public long Authenticated;
    public long Version;
    public long AccessCount;
    public long Fence;
    public int KeyCount;

    private readonly int FixedSize => (Flags & ImageFlags.HasSubject) != ImageFlags.None ? SessionImage.SubjectFixedSize : SessionImage.FixedSize;

    public readonly int Measure()
    {
        var size = FixedSize
            + Varint.Size((ulong)Version)
            + Varint.Size((ulong)AccessCount)
            + Varint.Size((ulong)Fence)
            + (Texts?.Size ?? OldTexts.Length);
        foreach (ref readonly var entry in Entries)
        {
            if (entry.Removed)
            {
                continue;
            }

            size += entry.Touched
                ? Varint.Size((ulong)entry.KeyLength)
                    + entry.KeyLength
                    + ValueHeader.Size(entry.ValueLength)
                    + entry.ValueLength
                    + Varint.Size((ulong)entry.Version)
                : entry.End - entry.Start;
        }

        return size;
    }

    public readonly byte[] Write(int size)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(size);
        Old.AsSpan(0, SessionImage.FixedSize).CopyTo(bytes);
        bytes[SessionImage.FormatAt] = SessionImage.CurrentFormat;
        bytes[SessionImage.FlagsAt] = (byte)Flags;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(SessionImage.KeyCountAt), (ushort)KeyCount);
        if ((Flags & ImageFlags.HasSubject) != ImageFlags.None)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SessionImage.AuthenticatedAt), Authenticated);
        }

        var at = Varint.Write(bytes, FixedSize, (ulong)Version);
        at = Varint.Write(bytes, at, (ulong)AccessCount);
        at = Varint.Write(bytes, at, (ulong)Fence);
        if (Texts is not null)
        {
            at = Texts.Write(bytes, at);
        }
        else
        {
            OldTexts.CopyTo(bytes.AsSpan(at));
            at += OldTexts.Length;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(SessionImage.DataOffsetAt), checked((ushort)at));
        WriteEntries(bytes, at);
        return bytes;
    }

    private readonly void WriteEntries(byte[] bytes, int at)
    {
        var runStart = 0;
        var runEnd = 0;
        foreach (ref readonly var entry in Entries)
        {
            if (!entry.Touched)
            {
                if (entry.Start != runEnd)
                {
                    at = CopyRun(bytes, at, runStart, runEnd);
                    runStart = entry.Start;
                }

                runEnd = entry.End;
                continue;
            }

            at = CopyRun(bytes, at, runStart, runEnd);
            runStart = runEnd = 0;
            if (!entry.Removed)
            {
                at = WriteEntry(bytes, at, entry);
            }
        }

        CopyRun(bytes, at, runStart, runEnd);
    }

    private readonly int CopyRun(byte[] bytes, int at, int start, int end)
    {
        Old.AsSpan(start, end - start).CopyTo(bytes.AsSpan(at));
        return at + end - start;
    }

    private readonly int WriteEntry(byte[] bytes, int at, in WorkEntry entry)
    {
        at = Varint.Write(bytes, at, (ulong)entry.KeyLength);
        var key = entry.KeyIsNew ? Operations.Slice(entry.KeyOffset, entry.KeyLength) : Old.AsSpan(entry.KeyOffset, entry.KeyLength);
        key.CopyTo(bytes.AsSpan(at));
        at = ValueHeader.Write(bytes, at + entry.KeyLength, entry.Kind, entry.ValueLength);
        switch (entry.ValueSource)
        {
            case WorkSource.Integer:
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), entry.Integer);
                break;
            case WorkSource.Operations:
                Operations.Slice(entry.ValueOffset, entry.ValueLength).CopyTo(bytes.AsSpan(at));
                break;
            case WorkSource.Scratch:
                Scratch![entry.ValueOffset].CopyTo(bytes, at);
                break;
            default:
                Old.AsSpan(entry.ValueOffset, entry.ValueLength).CopyTo(bytes.AsSpan(at));
                break;
        }

        return Varint.Write(bytes, at + entry.ValueLength, (ulong)entry.Version);
    }
}
