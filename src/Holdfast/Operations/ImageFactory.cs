using System.Buffers.Binary;

namespace Holdfast.Operations;

/// <summary>Images that do not come from a change set: the blank one that a creation applies its first operations to, and the last one of an ended session.</summary>
internal static class ImageFactory
{
    /// <summary>Version 0 is what a creation applies its first change set to, which makes version 1; version 1 a session created with nothing in it.</summary>
    public static SessionImage Blank(in SessionKey key, ulong incarnation, string type, long idleMilliseconds, long absoluteMilliseconds, long now, byte version)
    {
        var texts = new TextEdits(key, type);
        var size = SessionImage.FixedSize + 3 + texts.Size;
        var bytes = new byte[size];
        bytes[SessionImage.FormatAt] = SessionImage.CurrentFormat;
        bytes[SessionImage.FlagsAt] = (byte)(key.IsNamed ? ImageFlags.Named : ImageFlags.None);
        SessionImage.WriteMilliseconds(bytes, SessionImage.IdleLowAt, SessionImage.IdleHighAt, idleMilliseconds);
        SessionImage.WriteMilliseconds(bytes, SessionImage.AbsoluteLowAt, SessionImage.AbsoluteHighAt, absoluteMilliseconds);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(SessionImage.IncarnationAt), incarnation);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(SessionImage.KeyLowAt), key.IsNamed ? 0 : key.Low);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SessionImage.CreatedAt), now);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SessionImage.LastActivityAt), now);
        bytes[SessionImage.FixedSize] = version;
        var end = texts.Write(bytes, SessionImage.FixedSize + 3);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(SessionImage.DataOffsetAt), (ushort)end);
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
            Authenticated = image.HasSubject ? image.AuthenticatedTicks : 0,
            Version = numbers.Version + 1,
            AccessCount = numbers.AccessCount,
            Fence = numbers.Fence,
        };
        return new SessionImage(writer.Write(in data, writer.Measure(in data)));
    }
}
