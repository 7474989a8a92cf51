using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Cookies;

/// <summary>What the application asked for, from both sets of options, not yet checked.</summary>
internal sealed class CookieChoices
{
    public const string DefaultName = "__Host-session";

    public CookieChoices(HoldfastCookieOptions own, CookieBuilder stock)
    {
        var untouched = new SessionOptions().Cookie;
        Name = CookieChoice<string?>.Of(nameof(own.Name), own.Name is not null, own.Name, stock.Name, untouched.Name, DefaultName);
        Path = CookieChoice<string?>.Of(nameof(own.Path), own.Path is not null, own.Path, stock.Path, untouched.Path, "/");
        Domain = CookieChoice<string?>.Of(nameof(own.Domain), own.Domain is not null, own.Domain, stock.Domain, untouched.Domain, null);
        SameSite = CookieChoice<SameSiteMode>.Of(
            nameof(own.SameSite), own.SameSite is not null, own.SameSite ?? default, stock.SameSite, untouched.SameSite, SameSiteMode.Lax);
        SecurePolicy = CookieChoice<CookieSecurePolicy>.Of(
            nameof(own.SecurePolicy),
            own.SecurePolicy is not null,
            own.SecurePolicy ?? default,
            stock.SecurePolicy,
            untouched.SecurePolicy,
            CookieSecurePolicy.SameAsRequest);
        MaxAge = CookieChoice<TimeSpan?>.Of(nameof(own.MaxAge), own.MaxAge is not null, own.MaxAge, stock.MaxAge, untouched.MaxAge, null);
        IsEssential = own.IsEssential ?? true;
        IsHttpOnly = stock.HttpOnly;
        ClearSiteData = own.ClearSiteData;
    }

    public CookieChoice<string?> Name { get; }

    public CookieChoice<string?> Path { get; }

    public CookieChoice<string?> Domain { get; }

    public CookieChoice<SameSiteMode> SameSite { get; }

    public CookieChoice<CookieSecurePolicy> SecurePolicy { get; }

    public CookieChoice<TimeSpan?> MaxAge { get; }

    /// <summary>The stock options' "not essential" is their default, so it cannot be told from a choice: only our own option counts.</summary>
    public bool IsEssential { get; }

    public bool IsHttpOnly { get; }

    public bool ClearSiteData { get; }

    /// <summary>The settings, once <see cref="CookieRules"/> has found no fault.</summary>
    public CookieSettings ToSettings()
    {
        var name = Name.Value!;
        return new CookieSettings
        {
            SecureName = name,
            PlainName = name[CookiePrefix.Of(name, out _).Length..],
            Path = Path.Value!,
            Domain = Domain.Value,
            SameSite = SameSite.Value,
            SecurePolicy = SecurePolicy.Value,
            IsEssential = IsEssential,
            MaxAge = MaxAge.Value,
            ClearSiteData = ClearSiteData,
        };
    }
}
