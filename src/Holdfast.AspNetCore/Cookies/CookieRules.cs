using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Cookies;

/// <summary>Which choices are legal, and which go together. Every error names the setting, its value and the legal ones.</summary>
internal static class CookieRules
{
    public const int LongestName = 61;
    private const int LongestAttribute = 1024;

    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(400);

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> DomainCharacters =
        SearchValues.Create("-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static void Check(CookieChoices choices, List<string> errors)
    {
        CheckName(choices, errors);
        CheckPlace(choices, errors);
        CheckSameSite(choices, errors);
        if (!Enum.IsDefined(choices.SecurePolicy.Value))
        {
            errors.Add($"{choices.SecurePolicy}; it is SameAsRequest, Always or None.");
        }

        if (choices.MaxAge.Value is { } life && (life < ShortestLife || life > LongestLife))
        {
            errors.Add($"{choices.MaxAge}; it is from {ShortestLife} to {LongestLife}, or not set.");
        }

        if (!choices.IsHttpOnly)
        {
            errors.Add("SessionOptions.Cookie.HttpOnly is 'False'; it is True: a session's secret is never for scripts. Leave it at its default.");
        }
    }

    private static void CheckName(CookieChoices choices, List<string> errors)
    {
        var name = choices.Name.Value ?? string.Empty;
        if (name.Length is 0 or > LongestName || name.AsSpan().ContainsAnyExcept(TokenCharacters))
        {
            errors.Add($"{choices.Name}; it has 1 to {LongestName} characters of A-Z, a-z, 0-9 and !#$%&'*+-.^_`|~.");
            return;
        }

        var prefix = CookiePrefix.Of(name, out var isExact);
        if (!isExact)
        {
            errors.Add($"{choices.Name}; a prefix is written exactly as '{prefix}', or browsers do not agree on its meaning.");
            return;
        }

        if (prefix.Length == name.Length)
        {
            errors.Add($"{choices.Name}; it goes on after the prefix, which is left out over plain http.");
        }

        if (prefix.Length > 0 && choices.SecurePolicy.Value == CookieSecurePolicy.None)
        {
            errors.Add($"{choices.SecurePolicy} and {choices.Name}: the prefix needs a Secure cookie. Choose SameAsRequest or Always, or a name without '{prefix}'.");
        }

        if (CookiePrefix.TiesToHost(prefix) && choices.Domain.Value is not null)
        {
            errors.Add($"{choices.Domain} and {choices.Name}: the prefix '{prefix}' allows no domain. Leave it out, or choose a name such as '__Secure-session'.");
        }

        if (CookiePrefix.TiesToHost(prefix) && choices.Path.Value != "/")
        {
            errors.Add($"{choices.Path} and {choices.Name}: the prefix '{prefix}' allows only the path '/'. Leave it out, or choose a name such as '__Secure-session'.");
        }
    }

    private static void CheckPlace(CookieChoices choices, List<string> errors)
    {
        var path = choices.Path.Value ?? string.Empty;
        if (path is not ['/', ..] || path.Length > LongestAttribute || path.Contains(';', StringComparison.Ordinal) || path.AsSpan().ContainsAnyExceptInRange('\u0021', '\u007e'))
        {
            errors.Add($"{choices.Path}; it begins with '/' and has up to {LongestAttribute} visible ASCII characters without ';'.");
        }

        if (choices.Domain.Value is { } domain
            && (domain.Length is 0 or > LongestAttribute || domain.AsSpan().ContainsAnyExcept(DomainCharacters)))
        {
            errors.Add($"{choices.Domain}; it has 1 to {LongestAttribute} characters of A-Z, a-z, 0-9, '-' and '.', or is not set.");
        }
    }

    private static void CheckSameSite(CookieChoices choices, List<string> errors)
    {
        if (choices.SameSite.Value is not (SameSiteMode.Lax or SameSiteMode.Strict or SameSiteMode.None))
        {
            errors.Add($"{choices.SameSite}; it is Lax, Strict or None, so that nothing depends on a browser's default.");
        }

        if (choices.SameSite.Value == SameSiteMode.None && choices.SecurePolicy.Value != CookieSecurePolicy.Always)
        {
            errors.Add($"{choices.SameSite} and {choices.SecurePolicy}: browsers refuse SameSite=None without Secure. Choose Always for SecurePolicy, or Lax or Strict for SameSite.");
        }
    }
}
