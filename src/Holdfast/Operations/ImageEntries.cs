namespace Holdfast.Operations;

/// <summary>Walks an image's data keys in order.</summary>
internal ref struct ImageEntries(byte[] image, int offset)
{
    private readonly byte[] _bytes = image;
    private int _offset = offset;

    public ImageEntry Current { get; private set; }

    public readonly ImageEntries GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_offset >= _bytes.Length)
        {
            return false;
        }

        Current = EntryLayout.Read(_bytes, _offset);
        _offset = Current.End;
        return true;
    }

    public static bool TryFind(SessionImage session, ReadOnlySpan<byte> key, out ImageEntry found)
    {
        var start = EntryLayout.Find(session, key);
        found = start < 0 ? default : EntryLayout.Read(session.Bytes, start);
        return start >= 0;
    }
}
