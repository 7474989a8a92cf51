using Holdfast;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures the session cookie.</summary>
public static class HoldfastCookieBuilderExtensions
{
    /// <summary>
    /// Sets the session cookie's name and attributes. What is not set here comes from the stock <c>SessionOptions</c> where the application changed
    /// them, and from the defaults of <see cref="HoldfastCookieOptions"/> else. Validated by <c>app.UseHoldfast()</c>.
    /// </summary>
    /// <param name="builder">From <c>AddHoldfast()</c>.</param>
    /// <param name="configure">Sets options; may be called several times, each adding to the last.</param>
    public static IHoldfastBuilder ConfigureCookie(this IHoldfastBuilder builder, Action<HoldfastCookieOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder;
    }
}
