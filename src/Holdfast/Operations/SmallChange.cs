using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Holdfast.Operations;

/// <summary>
/// The short way for the commonest change sets: values set and numbers incremented in a session of a few hundred bytes, and a first subject. Each operation edits
/// a copy on the stack, mostly a search and a few stores, and the result is copied out once as the next image.
/// </summary>
/// <remarks>
/// It decides nothing that <see cref="ChangeApplication"/> does not decide the same way: whatever it does not know, and whatever may have to be
/// refused, it leaves to that one, before anything can be seen. A random test holds the two together, byte by byte.
/// </remarks>
internal static class SmallChange
{
    // Larger sessions have their time spent in copying anyway.
    private const int ScratchSize = 1024;

    // What an entry can take beyond its operation's own bytes: lengths, a number's eight bytes, and its version.
    private const int EntryGrowth = 24;

    // Version, access count and, with a subject, the creation instant.
    private const int HeadGrowth = 3 * Varint.MaxBytes;

    // A length of one byte, as nearly all are.
    private const int OneByte = 0x80;

    /// <summary>Applies the change set, or answers false with the outcome untouched.</summary>
    [SkipLocalsInit]
    public static bool TryApply(in ApplyInput input, ref ApplyOutcome outcome)
    {
        var old = input.Image.Bytes;
        var operations = input.Operations;
        if (old.Length + operations.Length + (input.OperationCount * EntryGrowth) + HeadGrowth > ScratchSize)
        {
            return false;
        }

        var numbers = input.Image.Numbers;
        if (input.Base >= 0 && input.Base < numbers.Fence)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[ScratchSize];
        old.CopyTo(bytes);
        var length = Edit(bytes, input, (ulong)numbers.Version + 1, out var done);
        if (length < 0 || (done.NewKeys > 0 && input.Image.KeyCount + done.NewKeys > input.Limits.MaxKeys))
        {
            return false;
        }

        var counts = input.CountAccess && (done.RecordsAccess || done.ChangesData);
        if (done.ChangesData || done.SetsSubject || counts)
        {
            length = WriteHead(bytes, length, input.Image, numbers, counts, done);
            if (SessionSize.MayExceed(length, input.Limits.MaxSessionBytes))
            {
                return false;
            }

            var next = GC.AllocateUninitializedArray<byte>(length);
            bytes[..length].CopyTo(next);
            outcome.Image = new SessionImage(next);
            outcome.Changed = true;
        }

        outcome.SubjectSet = done.SetsSubject;
        outcome.IsUse = done.ChangesOrReadsData || done.RecordsAccess;
        outcome.OverwroteUnseen = done.OverwroteUnseen;
        return true;
    }

    // Not inlined, as the parts below: each then has the registers for itself, which is worth several times its call.
    /// <summary>Edits the copy; answers how long it is then, or -1 when this way cannot be gone.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Edit(Span<byte> bytes, in ApplyInput input, ulong version, out Summary done)
    {
        done = default;
        var operations = input.Operations;
        var dataAt = input.Image.DataOffset;
        var length = input.Image.Bytes.Length;
        for (var at = 0; at < operations.Length;)
        {
            var code = (OperationCode)operations[at++];
            if (code == OperationCode.RecordAccess)
            {
                done.RecordsAccess = true;
                continue;
            }

            if (code == OperationCode.SetSubject && !done.SetsSubject && !input.Image.HasSubject)
            {
                var before = length;
                length = SetSubject(bytes, length, input, operations, ref at);
                dataAt += length - before;
                done.SetsSubject = true;
                continue;
            }

            done.ChangesOrReadsData = true;
            if (code is not (OperationCode.Set or OperationCode.SetIfAbsent or OperationCode.Increment) || operations[at] >= OneByte)
            {
                return -1;
            }

            var key = operations.Slice(at + 1, operations[at]);
            at += 1 + key.Length;
            var start = EntryLayout.Find(bytes[..length], dataAt, key);
            done.NewKeys += start < 0 ? 1 : 0;
            if (code == OperationCode.Increment)
            {
                var by = Varint.Unzigzag(Varint.Read(operations, ref at));
                done.ChangesData |= start < 0 || by != 0;
                length = Increment(bytes, length, start, key, by, version);
                if (length < 0)
                {
                    return -1;
                }

                continue;
            }

            var kind = ValueHeader.Read(operations, ref at, out var size);
            var value = operations.Slice(at, size);
            at += size;
            if (start < 0 || code == OperationCode.Set)
            {
                done.ChangesData = true;
                done.OverwroteUnseen += start >= 0 && IsUnseen(bytes, start, key.Length, input.Base, version) ? 1 : 0;
                length = Set(bytes, length, start, key, kind, value, version);
            }
        }

        done.DataAt = dataAt;
        return length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int SetSubject(Span<byte> bytes, int length, in ApplyInput input, ReadOnlySpan<byte> operations, ref int at)
    {
        // The operation holds subject and display name as an image does: two texts, each behind its length.
        var textsFrom = at;
        var size = Varint.ReadLength(operations, ref at);
        at += size;
        size = Varint.ReadLength(operations, ref at);
        at += size;
        var texts = operations[textsFrom..at];
        var instant = Varint.Unzigzag(Varint.Read(operations, ref at));

        var times = input.Image.Times;
        times.Authenticated = ChangeApplication.AuthenticatedAt(instant, input.Now);
        var timesAt = input.Image.Numbers.End;
        var nameEnd = times.End + (input.Image.IsNamed ? 1 + input.Image.NameUtf8.Length : 0);

        // From behind: first the texts, which follow the name, then the times, which stand in front of it.
        length = Resize(bytes, length, nameEnd, texts.Length);
        texts.CopyTo(bytes[nameEnd..]);
        length = Resize(bytes, length, times.End, ImageTimes.Size(times, hasSubject: true) - (times.End - timesAt));
        ImageTimes.Write(bytes, timesAt, times, hasSubject: true);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[SessionImage.AbsoluteDeadlineAt..], ImageTimes.Deadline(times, hasSubject: true));
        bytes[SessionImage.FlagsAt] |= (byte)(ImageFlags.HasSubject | ImageFlags.Authenticated);
        return length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Increment(Span<byte> bytes, int length, int start, ReadOnlySpan<byte> key, long by, ulong version)
    {
        if (start < 0)
        {
            return WriteNumber(bytes, length, length, 0, key, by, version);
        }

        var end = EntryLayout.Open(bytes, start, key.Length, out var headerAt);
        if (bytes[headerAt] != ValueHeader.OfNumber)
        {
            return -1;
        }

        var at = headerAt + 1;
        var before = BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
        var sum = unchecked(before + by);
        if (((before ^ sum) & (by ^ sum)) < 0)
        {
            return -1;
        }

        if (by == 0)
        {
            return length;
        }

        if (end - at - sizeof(long) != Varint.Size(version))
        {
            return WriteNumber(bytes, length, start, end - start, key, sum, version);
        }

        BinaryPrimitives.WriteInt64LittleEndian(bytes[at..], sum);
        Varint.Write(bytes, at + sizeof(long), version);
        return length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Set(
        Span<byte> bytes, int length, int start, ReadOnlySpan<byte> key, SessionValueKind kind, ReadOnlySpan<byte> value, ulong version)
    {
        if (start < 0)
        {
            return WriteEntry(bytes, length, length, 0, key, kind, value, version);
        }

        var end = EntryLayout.Open(bytes, start, key.Length, out var headerAt);
        var at = headerAt;
        ValueHeader.Read(bytes, ref at, out var size);
        if (size != value.Length || end - at - size != Varint.Size(version))
        {
            return WriteEntry(bytes, length, start, end - start, key, kind, value, version);
        }

        ValueHeader.Write(bytes, headerAt, kind, size);
        value.CopyTo(bytes[at..]);
        Varint.Write(bytes, at + size, version);
        return length;
    }

    // What this same set wrote a moment ago is not unseen.
    private static bool IsUnseen(Span<byte> bytes, int start, int keyLength, long baseVersion, ulong version)
    {
        if (baseVersion < 0)
        {
            return false;
        }

        EntryLayout.Open(bytes, start, keyLength, out var at);
        ValueHeader.Read(bytes, ref at, out var size);
        at += size;
        var before = Varint.Read(bytes, ref at);
        return before > (ulong)baseVersion && before != version;
    }

    private static int WriteNumber(Span<byte> bytes, int length, int start, int oldSize, ReadOnlySpan<byte> key, long number, ulong version)
    {
        Span<byte> value = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(value, number);
        return WriteEntry(bytes, length, start, oldSize, key, SessionValueKind.Number, value, version);
    }

    // In place of the entry that stood there, or of nothing at the end.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WriteEntry(
        Span<byte> bytes,
        int length,
        int start,
        int oldSize,
        ReadOnlySpan<byte> key,
        SessionValueKind kind,
        ReadOnlySpan<byte> value,
        ulong version)
    {
        length = Resize(bytes, length, start + oldSize, EntryLayout.Size(key.Length, value.Length, (long)version) - oldSize);
        var at = EntryLayout.WriteStart(bytes, start, key, kind, value.Length, (long)version);
        value.CopyTo(bytes[at..]);
        Varint.Write(bytes, at + value.Length, version);
        return length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WriteHead(Span<byte> bytes, int length, SessionImage image, in ImageNumbers old, bool counts, in Summary done)
    {
        var version = (ulong)old.Version + 1;
        var accessCount = (ulong)old.AccessCount + (counts ? 1UL : 0);
        var at = image.VersionOffset;
        var more = Varint.Size(version) + Varint.Size(accessCount) + Varint.Size((ulong)old.Fence) - (old.End - at);
        if (more != 0)
        {
            length = Resize(bytes, length, old.End, more);
        }

        if (done.DataAt + more != image.DataOffset)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[SessionImage.DataOffsetAt..], (ushort)(done.DataAt + more));
        }

        if (done.NewKeys != 0)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[SessionImage.KeyCountAt..], (ushort)(image.KeyCount + done.NewKeys));
        }

        at = Varint.Write(bytes, at, version);
        at = Varint.Write(bytes, at, accessCount);
        Varint.Write(bytes, at, (ulong)old.Fence);
        return length;
    }

    private static int Resize(Span<byte> bytes, int length, int at, int more)
    {
        Debug.Assert(length + more <= bytes.Length);
        if (more != 0)
        {
            bytes[at..length].CopyTo(bytes[(at + more)..]);
        }

        return length + more;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Summary
    {
        public int DataAt;
        public int NewKeys;
        public int OverwroteUnseen;
        public bool ChangesData;
        public bool RecordsAccess;
        public bool ChangesOrReadsData;
        public bool SetsSubject;
    }
}
