using Holdfast;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Says on endpoints how they use the session.</summary>
public static class HoldfastEndpointConventionBuilderExtensions
{
    /// <summary>As <see cref="SessionAttribute"/>, for endpoints and groups of them; an endpoint's own goes before its group's.</summary>
    /// <param name="builder">The endpoints.</param>
    /// <param name="access">How they use the session.</param>
    public static TBuilder WithSession<TBuilder>(this TBuilder builder, SessionAccess access)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithMetadata(new SessionAttribute(access));
    }
}
