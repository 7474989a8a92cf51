using Microsoft.Extensions.DependencyInjection;

namespace Holdfast;

internal sealed class HoldfastBuilder(IServiceCollection services) : IHoldfastBuilder
{
    public IServiceCollection Services { get; } = services;
}
