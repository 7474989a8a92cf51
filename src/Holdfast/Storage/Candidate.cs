using System.Runtime.InteropServices;
using Holdfast.Operations;

namespace Holdfast.Storage;

/// <summary>One session of a listing.</summary>
/// <param name="Image">Its state.</param>
/// <param name="LastActivity">UTC ticks.</param>
/// <param name="Cursor">Where a listing that stops before this one goes on.</param>
/// <param name="EndReason">Why it ended, if it did.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Candidate(SessionImage Image, long LastActivity, string Cursor, EndReason? EndReason);
