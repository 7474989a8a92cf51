namespace Holdfast.AspNetCore.Cookies;

/// <summary>The name prefixes that browsers give a meaning to.</summary>
internal static class CookiePrefix
{
    // Longest first: one is the beginning of another.
    private static readonly string[] Known = ["__Host-Http-", "__Host-", "__Http-", "__Secure-"];

    /// <summary>The prefix of a name, empty if it has none. <paramref name="isExact"/> is false for one in other letters, which browsers may or may not heed.</summary>
    public static string Of(string name, out bool isExact)
    {
        foreach (var prefix in Known)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                isExact = name.StartsWith(prefix, StringComparison.Ordinal);
                return prefix;
            }
        }

        isExact = true;
        return string.Empty;
    }

    /// <summary>Whether the prefix ties the cookie to one host: no domain, and the path of the whole site.</summary>
    public static bool TiesToHost(string prefix) => prefix.StartsWith("__Host-", StringComparison.Ordinal);
}
