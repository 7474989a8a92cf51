using Holdfast.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.AspNetCore.Tests.Requests;

/// <summary>What the middleware costs a request that has no use for its session, in bytes, which are stable where times are not.</summary>
public sealed class AllocationTests
{
    private const int Requests = 1000;

    [Fact]
    public async Task Untouched_WithoutCookie_AllocatesTwoSmallObjects() => Assert.InRange(await BytesPerRequestAsync(cookie: null), 1, 176);

    [Fact]
    public async Task Untouched_WithCookie_AllocatesNoMoreThanWithout()
    {
        var cookie = $"theme=dark; session={SessionId.Issue(SessionKey.Issue()).Reveal()}; lang=en";

        Assert.Equal(await BytesPerRequestAsync(cookie: null), await BytesPerRequestAsync(cookie));
    }

    private static async Task<long> BytesPerRequestAsync(string? cookie)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics().AddHoldfast();
        await using var provider = services.BuildServiceProvider();
        var middleware = new HoldfastMiddleware(static _ => Task.CompletedTask, RequestParts.From(provider));
        var context = new DefaultHttpContext { RequestServices = provider };
        context.Request.Headers.Cookie = cookie;

        Run(middleware, context);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(middleware, context);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Requests;
    }

    private static void Run(HoldfastMiddleware middleware, HttpContext context)
    {
        for (var request = 0; request < Requests; request++)
        {
            Assert.True(middleware.InvokeAsync(context).IsCompletedSuccessfully);
        }
    }
}
