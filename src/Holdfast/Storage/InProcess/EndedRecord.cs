using System.Runtime.InteropServices;

namespace Holdfast.Storage.InProcess;

/// <summary>A record that goes when its time comes, unless its slot has another owner by then: then it went earlier.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EndedRecord(int Index, int Owner, long EndedAt);
