using System.Runtime.InteropServices;
using Holdfast.Model;

namespace Holdfast.Storage.InProcess;

/// <summary>The secret before the last regeneration: until when it may read, and from which version on it is the old one.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PreviousSecret(SecretDigest Digest, long ReadableUntil, long SupersededAtVersion);
