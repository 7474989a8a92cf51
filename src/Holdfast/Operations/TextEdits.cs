namespace Holdfast.Operations;

/// <summary>
/// The texts of an image while a change set edits them. Made only for the few change sets that touch subject or tags; all others
/// copy the texts as one run.
/// </summary>
internal sealed class TextEdits
{
    private readonly byte[] _name;
    private readonly byte[] _type;
    private readonly List<byte[]> _tags = [];

    public TextEdits(SessionImage image)
    {
        var texts = image.Texts;
        _name = texts.Name.ToArray();
        _type = texts.Type.ToArray();
        Subject = image.HasSubject ? texts.Subject.ToArray() : null;
        DisplayName = texts.DisplayName.ToArray();
        var offset = 0;
        for (var i = 0; i < texts.TagCount; i++)
        {
            var length = Varint.ReadLength(texts.Tags, ref offset);
            _tags.Add(texts.Tags.Slice(offset, length).ToArray());
            offset += length;
        }
    }

    public byte[]? Subject { get; private set; }

    public byte[] DisplayName { get; private set; }

    public int TagCount => _tags.Count;

    public int Size
    {
        get
        {
            var size = TextSize(_type) + Varint.Size((ulong)_tags.Count);
            if (_name.Length > 0)
            {
                size += TextSize(_name);
            }

            if (Subject is not null)
            {
                size += TextSize(Subject) + TextSize(DisplayName);
            }

            foreach (var tag in _tags)
            {
                size += TextSize(tag);
            }

            return size;
        }
    }

    public void SetSubject(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> displayName)
    {
        Subject = subject.ToArray();
        if (!displayName.IsEmpty)
        {
            DisplayName = displayName.ToArray();
        }
    }

    public bool AddTag(ReadOnlySpan<byte> tag)
    {
        if (IndexOf(tag) >= 0)
        {
            return false;
        }

        _tags.Add(tag.ToArray());
        return true;
    }

    public bool RemoveTag(ReadOnlySpan<byte> tag)
    {
        var index = IndexOf(tag);
        if (index < 0)
        {
            return false;
        }

        _tags.RemoveAt(index);
        return true;
    }

    public int Write(Span<byte> bytes, int offset)
    {
        if (_name.Length > 0)
        {
            offset = WriteText(bytes, offset, _name);
        }

        if (Subject is not null)
        {
            offset = WriteText(bytes, offset, Subject);
            offset = WriteText(bytes, offset, DisplayName);
        }

        offset = WriteText(bytes, offset, _type);
        offset = Varint.Write(bytes, offset, (ulong)_tags.Count);
        foreach (var tag in _tags)
        {
            offset = WriteText(bytes, offset, tag);
        }

        return offset;
    }

    private static int TextSize(byte[] text) => Varint.Size((ulong)text.Length) + text.Length;

    private static int WriteText(Span<byte> bytes, int offset, byte[] text)
    {
        offset = Varint.Write(bytes, offset, (ulong)text.Length);
        text.CopyTo(bytes[offset..]);
        return offset + text.Length;
    }

    private int IndexOf(ReadOnlySpan<byte> tag)
    {
        for (var i = 0; i < _tags.Count; i++)
        {
            if (tag.SequenceEqual(_tags[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
