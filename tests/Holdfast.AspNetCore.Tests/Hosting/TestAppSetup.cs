using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.AspNetCore.Tests.Hosting;

/// <summary>What a test changes before its application is built.</summary>
internal sealed class TestAppSetup(WebApplicationBuilder builder)
{
    public IServiceCollection Services => builder.Services;

    public IHoldfastBuilder Holdfast { get; } = builder.Services.AddHoldfast();

    public void Options(Action<HoldfastOptions> configure) => Services.AddHoldfast(configure);
}
