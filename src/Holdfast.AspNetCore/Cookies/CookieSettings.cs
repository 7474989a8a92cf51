using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Cookies;

/// <summary>The session cookie as it is in force: checked, and immutable.</summary>
internal sealed class CookieSettings
{
    public required string SecureName { get; init; }

    /// <summary>The name over plain http: without a prefix, since a browser would refuse it there.</summary>
    public required string PlainName { get; init; }

    public required string Path { get; init; }

    public required string? Domain { get; init; }

    public required SameSiteMode SameSite { get; init; }

    public required CookieSecurePolicy SecurePolicy { get; init; }

    public required bool IsEssential { get; init; }

    public required TimeSpan? MaxAge { get; init; }

    public required bool ClearSiteData { get; init; }

    public string NameFor(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    /// <summary>The attributes to set or to delete the cookie with: the same but for its lifetime, or the browser would delete nothing.</summary>
    public CookieOptions AttributesFor(HttpRequest request, TimeSpan? maxAge = null) => new()
    {
        Path = Path,
        Domain = Domain,
        SameSite = SameSite,
        Secure = SecurePolicy == CookieSecurePolicy.Always || (SecurePolicy == CookieSecurePolicy.SameAsRequest && request.IsHttps),
        HttpOnly = true,
        IsEssential = IsEssential,
        MaxAge = maxAge,
    };
}
