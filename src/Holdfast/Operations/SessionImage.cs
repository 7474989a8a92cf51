using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Holdfast.Operations;

/// <summary>
/// One state of a session as one array: what the in-process store holds, what a <see cref="Session"/> is a view of, what a durable store
/// writes. It carries its own key, so it can never be taken for another session's (Invariant 4), and no secret or digest.
/// <code>
///  0  1  format, 1                              1  1  flags, as ImageFlags says
///  2  2  number of data keys                    4  2  where the data begins
///  6  1  idle timeout in ms, bits 32 to 39      7  1  0
///  8  4  idle timeout in ms, bits 0 to 31      12  4  subject epoch number, 0 without a subject
/// 16  8  incarnation; for an issued key this is the key's first half, which is random and never used again
/// 24  8  the key's second half; 0 for a named one
/// 32  8  last activity, UTC ticks              40  8  absolute deadline, UTC ticks
/// 48  8  journal position of the last change (only in a store with a journal)
///     v  version, access count, version of the last Clear
///     v  absolute timeout in ms; with a subject, creation minus authentication in ticks, zigzagged
///        named: name; subject: subject, display name; then type; number of tags, tags   (each text: varint length, UTF-8)
///        data, each key as EntryLayout says
/// </code>
/// Numbers are little-endian, v is a varint; the absolute timeout counts from the authentication if there is a subject, else from the
/// creation. What every read compares stands at a fixed place, what is told on request is derived. Data keys stand in the order of their first writing.
/// </summary>
/// <remarks>
/// Immutable once published, but for three words that are the store's and no part of the session's state: last activity, position
/// and epoch number. The store moves them forward under its lock; snapshots carry the last activity of their making beside the image.
/// </remarks>
internal readonly struct SessionImage(byte[] bytes)
{
    public const byte CurrentFormat = 1;
    public const int FixedSize = 48;
    public const int JournaledFixedSize = 56;

    public const int FormatAt = 0;
    public const int FlagsAt = 1;
    public const int KeyCountAt = 2;
    public const int DataOffsetAt = 4;
    public const int IdleHighAt = 6;
    public const int IdleLowAt = 8;
    public const int SubjectEpochAt = 12;
    public const int IncarnationAt = 16;
    public const int KeyLowAt = 24;
    public const int LastActivityAt = 32;
    public const int AbsoluteDeadlineAt = 40;
    public const int PositionAt = 48;

    public byte[] Bytes => bytes;

    public bool IsNone => bytes is null;

    public ImageFlags Flags => (ImageFlags)Read<byte>(FlagsAt);

    public bool IsNamed => (Flags & ImageFlags.Named) != ImageFlags.None;

    public bool HasSubject => (Flags & ImageFlags.HasSubject) != ImageFlags.None;

    public int KeyCount => Read<ushort>(KeyCountAt);

    public int DataOffset => Read<ushort>(DataOffsetAt);

    public bool IsJournaled => (Flags & ImageFlags.Journaled) != ImageFlags.None;

    public long IdleTicks
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Read<uint>(IdleLowAt) | ((long)Read<byte>(IdleHighAt) << 32)) * TimeSpan.TicksPerMillisecond;
    }

    public ulong Incarnation => Read<ulong>(IncarnationAt);

    public ulong KeyLow => Read<ulong>(KeyLowAt);

    /// <summary>The instant at which the session ends whatever happens.</summary>
    public long AbsoluteDeadline => Read<long>(AbsoluteDeadlineAt);

    public bool IsEnded => (Flags & ImageFlags.Ended) != ImageFlags.None;

    /// <summary>The store's word: written under its lock, read without it.</summary>
    public long LastActivity
    {
        get => Volatile.Read(ref Word(LastActivityAt));
        set => Volatile.Write(ref Word(LastActivityAt), value);
    }

    /// <summary>The store's word: whoever tells of this state waits for this journal position (Invariant 5). Always 0 without a journal.</summary>
    public long Position
    {
        get => IsJournaled ? Volatile.Read(ref Word(PositionAt)) : 0;
        set
        {
            if (IsJournaled)
            {
                Volatile.Write(ref Word(PositionAt), value);
            }
        }
    }

    /// <summary>The store's word: the latest epoch number at which the subject was known not to be revoked; 0 without a subject.</summary>
    public int SubjectEpoch
    {
        get => Read<int>(SubjectEpochAt);
        set => Unsafe.WriteUnaligned(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bytes), SubjectEpochAt), value);
    }

    public int VersionOffset => IsJournaled ? JournaledFixedSize : FixedSize;

    public long Version
    {
        get
        {
            var offset = VersionOffset;
            return (long)Varint.Read(bytes, ref offset);
        }
    }

    public ImageNumbers Numbers
    {
        get
        {
            var offset = VersionOffset;
            return new ImageNumbers
            {
                Version = (long)Varint.Read(bytes, ref offset),
                AccessCount = (long)Varint.Read(bytes, ref offset),
                Fence = (long)Varint.Read(bytes, ref offset),
                End = offset, // evaluated last: the three above move it
            };
        }
    }

    public ImageTimes Times
    {
        get
        {
            var offset = Numbers.End;
            var absolute = (long)Varint.Read(bytes, ref offset) * TimeSpan.TicksPerMillisecond;
            var origin = AbsoluteDeadline - absolute;
            return new ImageTimes
            {
                AbsoluteTicks = absolute,
                Authenticated = HasSubject ? origin : 0,
                Created = HasSubject ? origin + Varint.Unzigzag(Varint.Read(bytes, ref offset)) : origin,
                End = offset, // evaluated last: the one above moves it
            };
        }
    }

    /// <summary>The instant at which the session ends if it is not used after <paramref name="lastActivity"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Deadline(long lastActivity) => Math.Min(lastActivity + IdleTicks, AbsoluteDeadline);

    public SessionKey Key
    {
        get
        {
            if (!IsNamed)
            {
                return new SessionKey(bytes.AsSpan(IncarnationAt, SessionKey.IssuedBytes));
            }

            return SessionKey.FromName(Encoding.UTF8.GetString(NameUtf8));
        }
    }

    public ReadOnlySpan<byte> NameUtf8
    {
        get
        {
            var offset = Times.End;
            return ReadText(ref offset);
        }
    }

    public ImageTexts Texts
    {
        get
        {
            var offset = Times.End;
            var texts = default(ImageTexts);
            if (IsNamed)
            {
                texts.Name = ReadText(ref offset);
            }

            if (HasSubject)
            {
                texts.Subject = ReadText(ref offset);
                texts.DisplayName = ReadText(ref offset);
            }

            texts.Type = ReadText(ref offset);
            texts.TagCount = Varint.ReadLength(bytes, ref offset);
            texts.Tags = bytes.AsSpan(offset, DataOffset - offset);
            return texts;
        }
    }

    public ImageEntries Entries => new(bytes, DataOffset);

    /// <summary>Whether this is the session that <paramref name="key"/> names, any incarnation of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Is(in SessionKey key)
    {
        if (key.IsNamed)
        {
            return IsNamed && Ascii.Equals(NameUtf8, key.Name);
        }

        return Incarnation == key.High && KeyLow == key.Low && !IsNamed;
    }

    public bool IsOfSubject(string subject)
    {
        var own = Texts.Subject;
        return HasSubject && Encoding.UTF8.GetByteCount(subject) == own.Length && string.Equals(Encoding.UTF8.GetString(own), subject, StringComparison.Ordinal);
    }

    // Every image is at least FixedSize long, so its fixed fields need no bounds check: they are read by every operation.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Read<T>(int offset)
        where T : unmanaged
    {
        Debug.Assert(offset + Unsafe.SizeOf<T>() <= bytes.Length && BitConverter.IsLittleEndian);
        return Unsafe.ReadUnaligned<T>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bytes), offset));
    }

    // Multiples of eight from the start of an array's data, so the processor reads and writes them whole.
    private ref long Word(int offset) =>
        ref Unsafe.As<byte, long>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bytes), offset));

    private ReadOnlySpan<byte> ReadText(scoped ref int offset)
    {
        var length = Varint.ReadLength(bytes, ref offset);
        var text = bytes.AsSpan(offset, length);
        offset += length;
        return text;
    }
}
