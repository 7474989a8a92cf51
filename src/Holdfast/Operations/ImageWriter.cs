using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Holdfast.Operations;

/// <summary>Writes the next image in one pass: a new head, the old data in runs between the edited keys, the edited keys, then the new ones.</summary>
internal ref struct ImageWriter(SessionImage old, int oldTimesAt)
{
    private readonly byte[] _old = old.Bytes;
    private readonly int _oldDataAt = old.DataOffset;
    private readonly int _headSize = old.VersionOffset;
    private readonly ReadOnlySpan<byte> _oldTimesAndTexts = old.Bytes.AsSpan(oldTimesAt, old.DataOffset - oldTimesAt);

    /// <summary>The edited texts, or null to copy the old ones.</summary>
    public TextEdits? Texts { get; init; }

    public required ImageFlags Flags { get; init; }

    /// <summary>Written with edited texts; otherwise the old ones are copied together with the texts.</summary>
    public ImageTimes Times { get; init; }

    public required long Version { get; init; }

    public required long AccessCount { get; init; }

    public required long Fence { get; init; }

    private readonly bool HasSubject => (Flags & ImageFlags.HasSubject) != ImageFlags.None;

    public readonly int Measure(in DataEdits data)
    {
        var size = _headSize
            + Varint.Size((ulong)Version)
            + Varint.Size((ulong)AccessCount)
            + Varint.Size((ulong)Fence)
            + (Texts is null ? _oldTimesAndTexts.Length : ImageTimes.Size(Times, HasSubject) + Texts.Size)
            + (data.IsCleared ? 0 : _old.Length - _oldDataAt);
        foreach (ref readonly var edit in data.All)
        {
            if (!edit.IsTouched)
            {
                continue;
            }

            size -= data.IsCleared ? 0 : edit.End - edit.Start;
            size += edit.IsPresent ? EntryLayout.Size(edit.KeyLength, edit.ValueLength, Version) : 0;
        }

        return size;
    }

    public readonly byte[] Write(in DataEdits data, int size)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(size);
        Unsafe.CopyBlockUnaligned(
            ref MemoryMarshal.GetArrayDataReference(bytes), ref MemoryMarshal.GetArrayDataReference(_old), (uint)_headSize);
        bytes[SessionImage.FlagsAt] = (byte)Flags;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(SessionImage.KeyCountAt), (ushort)data.LiveKeys);
        var at = Varint.Write(bytes, _headSize, (ulong)Version);
        at = Varint.Write(bytes, at, (ulong)AccessCount);
        at = Varint.Write(bytes, at, (ulong)Fence);
        if (Texts is not null)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SessionImage.AbsoluteDeadlineAt), ImageTimes.Deadline(Times, HasSubject));
            at = ImageTimes.Write(bytes, at, Times, HasSubject);
            at = Texts.Write(bytes, at);
        }
        else
        {
            _oldTimesAndTexts.CopyTo(bytes.AsSpan(at));
            at += _oldTimesAndTexts.Length;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(SessionImage.DataOffsetAt), checked((ushort)at));
        WriteData(data, bytes, at);
        return bytes;
    }

    private readonly void WriteData(in DataEdits data, byte[] bytes, int at)
    {
        var from = data.IsCleared ? _old.Length : _oldDataAt;
        while (from < _old.Length)
        {
            var next = NextTouched(data, from);
            var end = next < 0 ? _old.Length : data.All[next].Start;
            _old.AsSpan(from, end - from).CopyTo(bytes.AsSpan(at));
            at += end - from;
            if (next < 0)
            {
                break;
            }

            ref readonly var edit = ref data.All[next];
            at = edit.IsPresent ? WriteEntry(data, bytes, at, edit) : at;
            from = edit.End;
        }

        foreach (ref readonly var edit in data.All)
        {
            if (edit.IsPresent && edit.IsTouched && (edit.KeyIsNew || data.IsCleared))
            {
                at = WriteEntry(data, bytes, at, edit);
            }
        }
    }

    // The touched key that comes next in the old image. The list is as short as the change set, so it is not worth sorting.
    private static int NextTouched(in DataEdits data, int from)
    {
        var next = -1;
        var all = data.All;
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i].IsTouched && !all[i].KeyIsNew && all[i].Start >= from && (next < 0 || all[i].Start < all[next].Start))
            {
                next = i;
            }
        }

        return next;
    }

    private readonly int WriteEntry(in DataEdits data, byte[] bytes, int at, in Edit edit)
    {
        at = EntryLayout.WriteStart(bytes, at, data.KeyOf(edit), edit.Kind, edit.ValueLength, Version);
        if (edit.ValueSource == WorkSource.Integer)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), edit.Integer);
        }
        else
        {
            data.ValueOf(edit).CopyTo(bytes.AsSpan(at));
        }

        return Varint.Write(bytes, at + edit.ValueLength, (ulong)Version);
    }
}
