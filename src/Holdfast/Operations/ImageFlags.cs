namespace Holdfast.Operations;

[Flags]
internal enum ImageFlags : byte
{
    None = 0,
    Named = 1,
    Authenticated = 2,
    HasSubject = 4,
    Ended = 8,
}
