using System.Text;

namespace Holdfast.Tests;

/// <summary>A value of the reference model: what an application put in, not how it is stored.</summary>
internal sealed record ReferenceValue(string? Text, long? Number, IReadOnlyList<string>? Items)
{
    public static ReferenceValue Of(string text) => new(text, null, null);

    public static ReferenceValue Of(long number) => new(null, number, null);

    /// <summary>The bytes that limits count: UTF-8, eight for a number, and for a list a byte for its count and one for each item's header.</summary>
    public int Size => Text is not null ? Encoding.UTF8.GetByteCount(Text) : Number is not null ? 8 : 1 + Items!.Sum(item => 1 + Encoding.UTF8.GetByteCount(item));

    public override string ToString() => Text is not null ? $"'{Text}'" : Number is not null ? $"{Number}" : $"[{string.Join(",", Items!)}]";

    public static string Describe(SessionValue value) => value.Kind switch
    {
        SessionValueKind.Text => $"'{value.AsString()}'",
        SessionValueKind.Number => $"{value.AsInt64()}",
        SessionValueKind.List => $"[{string.Join(",", value.AsList().Select(item => item.AsString()))}]",
        _ => $"{value.Kind}",
    };
}
