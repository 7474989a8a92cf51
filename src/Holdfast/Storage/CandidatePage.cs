using System.Runtime.InteropServices;

namespace Holdfast.Storage;

/// <summary>Some sessions of a listing, and where to go on.</summary>
/// <param name="Items">The sessions, each with its current last activity.</param>
/// <param name="Next">The next cursor, or null at the end.</param>
/// <param name="Available">False when the store cannot vouch for what was read.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CandidatePage(IReadOnlyList<Candidate> Items, string? Next, bool Available);
