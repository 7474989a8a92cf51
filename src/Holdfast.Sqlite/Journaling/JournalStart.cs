using System.Runtime.InteropServices;

namespace Holdfast.Sqlite.Journaling;

/// <summary>Where a journal goes on: everything before is in the rows, and both logs are empty.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JournalStart(ulong Epoch, long LastPosition, long LastBatch, LogSegment Segment);
