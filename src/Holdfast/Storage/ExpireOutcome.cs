using System.Runtime.InteropServices;

namespace Holdfast.Storage;

/// <summary>What a call to tidy did.</summary>
/// <param name="Status">Ok or Unavailable.</param>
/// <param name="Handled">How many due sessions and outdated records it looked at.</param>
/// <param name="MayHaveMore">Whether calling again at once may find more.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ExpireOutcome(Status Status, int Handled, bool MayHaveMore);
