using System.Runtime.InteropServices;
using System.Text;
using Holdfast.Sqlite.Format;
using Holdfast.Sqlite.Journaling;
using Holdfast.Sqlite.Rows;
using Holdfast.Storage;

namespace Holdfast.Sqlite.Recovery;

/// <summary>
/// What the log has beyond the rows: the batches that follow one another without a gap, and for each session the places of its changes in them. Where a
/// number is missing, or a checksum wrong, the log ends: later batches were never acknowledged, or something destroyed the disk's content.
/// </summary>
internal sealed class LogTail
{
    private readonly List<(byte[] Data, BatchHeader Header)> _batches = [];
    private readonly Dictionary<SessionIdentity, List<Place>> _sessions = [];
    private readonly Dictionary<string, (int Epoch, long RaisedAt)> _subjects = new(StringComparer.Ordinal);

    private LogTail(StoreMeta meta)
    {
        LastBatch = meta.Batch;
        LastPosition = meta.Position;
        Time = meta.Time;
        Ended = [.. meta.Ended];
        Created = meta.Created;
        Epoch = meta.Epoch;
    }

    public ulong Epoch { get; private set; }

    public long LastBatch { get; private set; }

    public long LastPosition { get; private set; }

    public long Time { get; private set; }

    public long Created { get; private set; }

    public long[] Ended { get; }

    public long Records { get; private set; }

    /// <summary>Batches behind a gap or a damaged one.</summary>
    public int Dropped { get; private set; }

    public bool IsEmpty => _batches.Count == 0;

    public IReadOnlyDictionary<SessionIdentity, List<Place>> Sessions => _sessions;

    public IReadOnlyDictionary<string, (int Epoch, long RaisedAt)> Subjects => _subjects;

    public static LogTail Read(StoreMeta meta, params ReadOnlySpan<LogSegment> segments)
    {
        var all = new List<(long Number, byte[] Data)>();
        foreach (var segment in segments)
        {
            all.AddRange(segment.Read());
        }

        all.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        var tail = new LogTail(meta);
        if (meta.IsDamaged)
        {
            tail.BeginAt(all);
        }

        foreach (var (number, data) in all)
        {
            if (number > tail.LastBatch && !tail.TryAdd(number, data))
            {
                tail.Dropped++;
            }
        }

        return tail;
    }

    /// <summary>Decodes one change again. False when it is in the row already.</summary>
    public bool TryReadAt(Place place, long rowPosition, ref LogRecord record)
    {
        if (place.Position <= rowPosition)
        {
            return false;
        }

        var (data, header) = _batches[place.Batch];
        var reader = new FieldReader(data.AsSpan(place.Offset));
        RecordFormat.Read(ref reader, ref record, header.Time);
        record.Position = place.Position;
        return true;
    }

    // Without its note of how far the rows reach, the log is read from its beginning: what the rows have already is skipped by their positions.
    private void BeginAt(List<(long Number, byte[] Data)> all)
    {
        foreach (var (number, data) in all)
        {
            if (BatchHeader.TryRead(data, out var header))
            {
                LastBatch = number - 1;
                LastPosition = header.FirstPosition - 1;
                Epoch = header.Epoch;
                return;
            }
        }
    }

    private bool TryAdd(long number, byte[] data)
    {
        if (Dropped > 0
            || number != LastBatch + 1
            || !BatchHeader.TryRead(data, out var header)
            || header.Number != number
            || header.Epoch != Epoch
            || header.FirstPosition != LastPosition + 1)
        {
            return false;
        }

        _batches.Add((data, header));
        Index(_batches.Count - 1);
        LastBatch = number;
        LastPosition = header.LastPosition;
        Time = Math.Max(Time, header.Time);
        return true;
    }

    private void Index(int batch)
    {
        var (data, header) = _batches[batch];
        var reader = new FieldReader(data.AsSpan(BatchHeader.Size));
        LogRecord record = default;
        for (var i = 0; i < header.Count; i++)
        {
            var offset = data.Length - reader.Left;
            RecordFormat.Read(ref reader, ref record, header.Time);
            Records++;
            Time = Math.Max(Time, record.Now);
            if (record.Kind == JournalRecordKind.SubjectEpoch)
            {
                _subjects[Encoding.UTF8.GetString(record.Subject)] = (record.SubjectEpoch, record.Now);
                continue;
            }

            if (record.Kind == JournalRecordKind.Create)
            {
                Created++;
            }
            else if (record.Kind == JournalRecordKind.End && (uint)record.EndReason < (uint)Ended.Length)
            {
                Ended[(int)record.EndReason]++;
            }

            ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_sessions, record.Identity, out _);
            (places ??= []).Add(new Place(batch, offset, header.FirstPosition + i));
        }
    }

    /// <summary>Where a change is.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Place(int Batch, int Offset, long Position);
}
