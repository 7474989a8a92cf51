namespace Holdfast.Operations;

[Flags]
internal enum ImageFlags : byte
{
    None = 0,
    Named = 1,
    Authenticated = 2,
    HasSubject = 4,
    Ended = 8,

    /// <summary>It has a word for the journal's position: its store has a journal.</summary>
    Journaled = 16,
}
