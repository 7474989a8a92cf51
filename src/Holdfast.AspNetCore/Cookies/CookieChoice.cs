using System.Runtime.InteropServices;

namespace Holdfast.AspNetCore.Cookies;

/// <summary>A value and where it was set, so that an error can name the place.</summary>
/// <param name="Setting">For example <c>SessionOptions.Cookie.Name</c>.</param>
/// <param name="Value">What was chosen.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CookieChoice<T>(string Setting, T Value)
{
    /// <summary>The application's own choice, then what it changed in the stock options, then the default.</summary>
    public static CookieChoice<T> Of(string name, bool isSet, T own, T stock, T stockDefault, T byDefault)
    {
        if (isSet)
        {
            return new($"HoldfastCookieOptions.{name}", own);
        }

        return EqualityComparer<T>.Default.Equals(stock, stockDefault)
            ? new($"HoldfastCookieOptions.{name}", byDefault)
            : new($"SessionOptions.Cookie.{name}", stock);
    }

    public override string ToString() => $"{Setting} is '{Value}'";
}
