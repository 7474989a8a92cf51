using Microsoft.Extensions.Primitives;

namespace Holdfast.AspNetCore.Cookies;

/// <summary>
/// Finds the session id in the raw Cookie header. Names are compared ordinally and byte for byte, because the framework's own collection
/// ignores case and lets the last of several win, which would let <c>__hOsT-session</c> stand in for <c>__Host-session</c>.
/// </summary>
/// <remarks>Never throws and never asks a store (Invariant 4). Allocates nothing unless a value is a well-formed id of a named session.</remarks>
internal static class CookieReader
{
    /// <param name="header">The header's lines as they came.</param>
    /// <param name="name">The cookie's name.</param>
    /// <param name="id">The id, for <see cref="CookieVerdict.Valid"/>.</param>
    /// <param name="lookAlikes">How many cookies have almost the name: in other letters, or with space about it. They are ignored.</param>
    public static CookieVerdict Read(StringValues header, string name, out SessionId id, out int lookAlikes)
    {
        id = default;
        lookAlikes = 0;
        var verdict = CookieVerdict.Absent;
        foreach (var line in header)
        {
            var rest = line.AsSpan();
            while (!rest.IsEmpty)
            {
                var end = rest.IndexOf(';');
                var pair = end < 0 ? rest : rest[..end];
                rest = end < 0 ? default : rest[(end + 1)..];

                var equals = pair.IndexOf('=');
                if (equals < 0 || !IsLike(pair[..equals], name))
                {
                    continue;
                }

                // One space after the semicolon is the header's syntax; any other white space makes another name.
                if (!Unspaced(pair[..equals]).Equals(name, StringComparison.Ordinal))
                {
                    lookAlikes++;
                    continue;
                }

                if (verdict != CookieVerdict.Absent)
                {
                    verdict = CookieVerdict.Ambiguous;
                    id = default;
                    continue;
                }

                verdict = SessionId.TryParse(pair[(equals + 1)..], null, out id) ? CookieVerdict.Valid : CookieVerdict.Malformed;
            }
        }

        return verdict;
    }

    private static bool IsLike(ReadOnlySpan<char> name, string wanted) =>
        name.Length >= wanted.Length && name.Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Unspaced(ReadOnlySpan<char> name) => name[0] == ' ' ? name[1..] : name;
}
