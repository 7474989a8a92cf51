using System.Runtime.InteropServices;
using Holdfast.Operations;

namespace Holdfast.Sqlite.Format;

/// <summary>One life of a session as files name it: its incarnation, and for an issued key the half of the key that the incarnation is not.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SessionIdentity(ulong Incarnation, ulong KeyLow)
{
    public static SessionIdentity Of(SessionImage image) => new(image.Incarnation, image.KeyLow);
}
