using System.Buffers;
using System.Buffers.Text;

namespace Holdfast.Model;

/// <summary>
/// Canonical, unpadded base64url of a fixed number of bytes: exactly one text for each value, so that a look-alike of a key or a
/// secret (trailing bits set, padding, white space) is refused instead of being another spelling of it (Invariant 4).
/// </summary>
internal static class CanonicalBase64Url
{
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> destination)
    {
        if (text.Length != Base64Url.GetEncodedLength(destination.Length))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_')
            {
                return false;
            }
        }

        // The method that begins with Try throws where unused bits are set; this one says so.
        if (Base64Url.DecodeFromChars(text, destination, out _, out var written) != OperationStatus.Done || written != destination.Length)
        {
            return false;
        }

        // Encoding the last group again and comparing the last character catches unused bits that a decoder ignores.
        Span<char> again = stackalloc char[4];
        var length = Base64Url.EncodeToChars(destination[^(((destination.Length - 1) % 3) + 1)..], again);
        return again[length - 1] == text[^1];
    }
}
