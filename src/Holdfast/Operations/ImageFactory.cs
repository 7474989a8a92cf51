using System.Buffers.Binary;
using System.Text;

namespace Holdfast.Operations;

/// <summary>Images that do not come from a change set: the blank one that a creation applies its first operations to, and the last one of an ended session.</summary>
internal static class ImageFactory
{
    // Version, access count and version of the last Clear, a byte each while they are small.
    private const int NumbersSize = 3;

    /// <summary>Version 0 is what a creation applies its first change set to, which makes version 1; version 1 a session created with nothing in it.</summary>
    public static SessionImage Blank(
        in SessionKey key,
        ulong incarnation,
        string type,
        long idleMilliseconds,
        long absoluteMilliseconds,
        long now,
        byte version,
        bool isJournaled = false)
    {
        var times = new ImageTimes { AbsoluteTicks = absoluteMilliseconds * TimeSpan.TicksPerMillisecond, Created = now };
        var typeLength = Encoding.UTF8.GetByteCount(type);
        var at = isJournaled ? SessionImage.JournaledFixedSize : SessionImage.FixedSize;
        var bytes = new byte[at + NumbersSize + ImageTimes.Size(times, hasSubject: false) + TextSize(key.Name?.Length) + TextSize(typeLength) + 1];
        bytes[SessionImage.FormatAt] = SessionImage.CurrentFormat;
        bytes[SessionImage.FlagsAt] = (byte)((key.IsNamed ? ImageFlags.Named : ImageFlags.None) | (isJournaled ? ImageFlags.Journaled : ImageFlags.None));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(SessionImage.IdleLowAt), (uint)idleMilliseconds);
        bytes[SessionImage.IdleHighAt] = checked((byte)(idleMilliseconds >> 32));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(SessionImage.IncarnationAt), incarnation);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(SessionImage.KeyLowAt), key.IsNamed ? 0 : key.Low);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SessionImage.LastActivityAt), now);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SessionImage.AbsoluteDeadlineAt), ImageTimes.Deadline(times, hasSubject: false));
        bytes[at] = version;
        at = ImageTimes.Write(bytes, at + NumbersSize, times, hasSubject: false);
        if (key.Name is { } name)
        {
            at = Varint.Write(bytes, at, (ulong)name.Length);
            at += Encoding.ASCII.GetBytes(name, bytes.AsSpan(at));
        }

        at = Varint.Write(bytes, at, (ulong)typeLength);
        at += Encoding.UTF8.GetBytes(type, bytes.AsSpan(at));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(SessionImage.DataOffsetAt), (ushort)(at + 1)); // behind the number of tags, 0
        return new SessionImage(bytes);
    }

    /// <summary>The image of an ended session: one version on, everything but its data, which nobody may read any more.</summary>
    public static SessionImage Ended(SessionImage image)
    {
        var data = new DataEdits(image, default, default, ApplyInput.NoBase);
        data.Clear();
        var numbers = image.Numbers;
        var writer = new ImageWriter(image, numbers.End)
        {
            Flags = image.Flags | ImageFlags.Ended,
            Version = numbers.Version + 1,
            AccessCount = numbers.AccessCount,
            Fence = numbers.Fence,
        };
        return new SessionImage(writer.Write(in data, writer.Measure(in data)));
    }

    private static int TextSize(int? length) => length is { } bytes ? Varint.Size((ulong)bytes) + bytes : 0;
}
