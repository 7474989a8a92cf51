namespace Holdfast.Operations;

/// <summary>A list value: varint count, then each item as a value. Appending drops the oldest items beyond the bound.</summary>
internal static class ListValue
{
    public static byte[] Append(ReadOnlySpan<byte> list, SessionValueKind kind, ReadOnlySpan<byte> item, int maxItems)
    {
        var offset = 0;
        var count = list.IsEmpty ? 0 : Varint.ReadLength(list, ref offset);
        var drop = Math.Max(0, count + 1 - maxItems);
        for (var i = 0; i < drop; i++)
        {
            ValueHeader.Read(list, ref offset, out var length);
            offset += length;
        }

        var kept = list[offset..];
        var newCount = count - drop + 1;
        var result = new byte[Varint.Size((ulong)newCount) + kept.Length + ValueHeader.Size(item.Length) + item.Length];
        var at = Varint.Write(result, 0, (ulong)newCount);
        kept.CopyTo(result.AsSpan(at));
        at = ValueHeader.Write(result, at + kept.Length, kind, item.Length);
        item.CopyTo(result.AsSpan(at));
        return result;
    }
}
