using System.Runtime.InteropServices;
using Holdfast.Operations;

namespace Holdfast.Storage;

/// <summary>What raising a subject's epoch did.</summary>
/// <param name="Status">Ok, Invalid (the exception is not the subject's), Unavailable or Unknown.</param>
/// <param name="Refusal">Why not.</param>
/// <param name="Ended">How many of its sessions this call ended itself; others are ended when somebody meets them.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RevokeOutcome(Status Status, Refusal Refusal, int Ended);
