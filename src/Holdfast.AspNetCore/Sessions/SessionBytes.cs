using System.Buffers.Binary;

namespace Holdfast.AspNetCore.Sessions;

/// <summary>
/// A typed value as the bytes that the framework's session extensions understand: a text is UTF-8, a number big-endian in four bytes where it
/// fits and in eight otherwise, so that <c>GetInt32</c> shows a counter.
/// </summary>
internal static class SessionBytes
{
    public static byte[] Of(SessionValue value)
    {
        if (value.AsInt64() is not { } number)
        {
            return value.Bytes.ToArray();
        }

        if (number is >= int.MinValue and <= int.MaxValue)
        {
            var small = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(small, (int)number);
            return small;
        }

        var large = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(large, number);
        return large;
    }
}
