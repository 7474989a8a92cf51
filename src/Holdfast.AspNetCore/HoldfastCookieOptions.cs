using Microsoft.AspNetCore.Http;

namespace Holdfast;

/// <summary>
/// The session cookie. A null property leaves the choice to the stock <c>SessionOptions.Cookie</c> if the application changed it there, else to
/// the default named here. Validated as a whole when the pipeline is built; every error names the setting, its value and the legal ones.
/// </summary>
/// <remarks>The cookie is always <c>HttpOnly</c>: no script has a use for a session's secret. Its value is at most 66 characters for issued keys.</remarks>
public sealed class HoldfastCookieOptions
{
    /// <summary>
    /// The name: 1 to 61 characters of an HTTP token. Default <c>__Host-session</c>. A prefix (<c>__Host-</c>, <c>__Secure-</c>, <c>__Http-</c>,
    /// <c>__Host-Http-</c>) is kept over https and left out over plain http, where browsers would refuse it.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>The path, beginning with a slash. Default <c>/</c>; with a <c>__Host-</c> name nothing else is legal.</summary>
    public string? Path { get; set; }

    /// <summary>The domain. Default none: the cookie goes to the host that set it. Not legal with a <c>__Host-</c> name.</summary>
    public string? Domain { get; set; }

    /// <summary>Default <see cref="SameSiteMode.Lax"/>; <see cref="SameSiteMode.None"/> needs <see cref="CookieSecurePolicy.Always"/>.</summary>
    public SameSiteMode? SameSite { get; set; }

    /// <summary>When the cookie is <c>Secure</c>. Default <see cref="CookieSecurePolicy.SameAsRequest"/>: over https.</summary>
    public CookieSecurePolicy? SecurePolicy { get; set; }

    /// <summary>Whether the cookie is set without the visitor's consent where a cookie policy asks for it. Default true.</summary>
    public bool? IsEssential { get; set; }

    /// <summary>
    /// How long a browser keeps the cookie: 1 second to 400 days. Default none: until the browser is closed. It prolongs nothing; the session's own
    /// timeouts decide, and what is sent is never longer than the rest of its absolute timeout.
    /// </summary>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>Whether the answer that ends a session also sends <c>Clear-Site-Data: "cache", "cookies", "storage"</c>. Default false.</summary>
    public bool ClearSiteData { get; set; }
}
