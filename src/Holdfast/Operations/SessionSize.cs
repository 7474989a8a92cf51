namespace Holdfast.Operations;

/// <summary>
/// A session's size as its limit counts it: key and value bytes plus 16 per data key, plus the bytes of its texts. The same in every store,
/// whatever its format costs.
/// </summary>
internal static class SessionSize
{
    private const int PerKey = 16;

    // An entry takes at least 5 bytes of an image where it counts at least 17: no more than four times its share.
    private const int MaxRatio = 4;

    /// <summary>Whether a session with an image of that length can be over a limit at all; almost none is, and then nothing is added up.</summary>
    public static bool MayExceed(int imageLength, long limit) => imageLength * (long)MaxRatio > limit;

    public static long Of(SessionImage image)
    {
        var texts = image.Texts;
        long size = texts.Name.Length + texts.Subject.Length + texts.DisplayName.Length + texts.Type.Length;
        var offset = 0;
        for (var i = 0; i < texts.TagCount; i++)
        {
            var length = Varint.ReadLength(texts.Tags, ref offset);
            size += length;
            offset += length;
        }

        foreach (var entry in image.Entries)
        {
            size += entry.KeyLength + entry.ValueLength + PerKey;
        }

        return size;
    }
}
