using System.Runtime.InteropServices;

namespace Holdfast.Sqlite.Journaling;

/// <summary>A full log file, wholly synced, and what its last batch brought: the fold makes the rows reach up to there.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SealedLog(LogSegment Segment, long LastPosition, long LastBatch, long Time);
