using Microsoft.Extensions.DependencyInjection;

namespace Holdfast;

/// <summary>Goes on configuring Holdfast after <c>AddHoldfast</c>; stores and integrations add their methods to it.</summary>
public interface IHoldfastBuilder
{
    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }
}
