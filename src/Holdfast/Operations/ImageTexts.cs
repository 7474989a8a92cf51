namespace Holdfast.Operations;

/// <summary>The texts of an image, as they lie in it.</summary>
internal ref struct ImageTexts
{
    public ReadOnlySpan<byte> Name;
    public ReadOnlySpan<byte> Subject;
    public ReadOnlySpan<byte> DisplayName;
    public ReadOnlySpan<byte> Type;
    public int TagCount;

    /// <summary>Each tag a varint length and UTF-8.</summary>
    public ReadOnlySpan<byte> Tags;
}
