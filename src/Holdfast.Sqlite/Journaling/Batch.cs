using System.Runtime.InteropServices;
using Holdfast.Sqlite.Format;
using Holdfast.Storage;

namespace Holdfast.Sqlite.Journaling;

/// <summary>Changes that are committed together, and who waits for that. Two are used in turn: one fills, under the journal's gate, while the writer has the other.</summary>
internal sealed class Batch
{
    // A batch of a burst may be huge once; its buffer is not kept for ever.
    private const int LargestKept = 4 * 1024 * 1024;

    private readonly List<Committed> _entries = [];
    private FieldWriter _writer = new(4096);
    private long _time;

    public List<SyncWaiter> Waiters { get; } = [];

    public long FirstPosition { get; private set; }

    public int Count => _entries.Count;

    /// <summary>It holds an end, a revocation or a regeneration: synced in every mode (Invariant 3).</summary>
    public bool MustSync { get; private set; }

    public long LastPosition => FirstPosition + Count - 1;

    public ReadOnlySpan<Committed> Entries => CollectionsMarshal.AsSpan(_entries);

    /// <summary>Makes it empty, to begin at a position.</summary>
    public void Begin(long firstPosition)
    {
        if (_writer.Length > LargestKept)
        {
            _writer = new FieldWriter(4096);
        }

        _writer.Clear();
        _writer.Reserve(BatchHeader.Size);
        _entries.Clear();
        Waiters.Clear();
        MustSync = false;
        FirstPosition = firstPosition;
        _time = 0;
    }

    public void Add(in JournalRecord record, long position)
    {
        if (_entries.Count == 0)
        {
            _time = record.Now;
        }

        RecordFormat.Write(_writer, record, position, _time);
        _entries.Add(Committed.Of(record, position));
        MustSync |= record.IsSecretNew
            ? record.Kind != JournalRecordKind.Create
            : record.Kind is JournalRecordKind.End or JournalRecordKind.SubjectEpoch or JournalRecordKind.Exempt;
    }

    /// <summary>The batch as it is written; of one without records, its instant is the one given.</summary>
    public ReadOnlySpan<byte> Seal(long number, ulong epoch, long now)
    {
        new BatchHeader(number, epoch, FirstPosition, Count == 0 ? now : _time, Count).Seal(_writer.At(0, _writer.Length));
        return _writer.Written;
    }
}
