using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.AspNetCore.Tests.Sessions;

/// <summary>TempData over the framework's session provider, which writes at the last moment there is.</summary>
[Trait("Feature", "112")]
public sealed class TempDataTests
{
    [Theory]
    [InlineData("/note/redirect", 302)]
    [InlineData("/note/content", 200)]
    public async Task TempData_PutInOneRequest_IsThereInTheNextAndThenGone(string path, int status)
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();

        var put = await browser.PostAsync(path);

        Assert.Equal(status, put.Code);
        Assert.Single(put.SetCookies);
        Assert.Equal("saved", (await browser.GetAsync("/note")).Body);
        Assert.Equal("none", (await browser.GetAsync("/note")).Body);
    }

    [Theory]
    [InlineData("/note/redirect", false)]
    [InlineData("/note/content", false)]
    [InlineData("/note/content", true)]
    [Trait("Invariant", "8")]
    public async Task TempData_ThatTheStoreFails_IsAProblemAndNothingElse(string path, bool isCompressed)
    {
        await using var app = await StartAsync(isCompressed);
        var browser = app.NewBrowser();
        app.Store.WriteFailure = Status.Unavailable;
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.AcceptEncoding.ParseAdd("gzip");

        var reply = await browser.SendAsync(request);

        Assert.Equal(503, reply.Code);
        Assert.Equal(ErrorCodes.Unavailable, reply.ProblemCode());
        Assert.Null(reply.Header("Location"));
        Assert.Empty(reply.SetCookies);
    }

    [Fact]
    public async Task TempData_NotUsed_AsksTheStoreNothing()
    {
        await using var app = await StartAsync();

        await app.NewBrowser().GetAsync("/note/nothing");

        Assert.Equal(0, app.Store.Calls);
    }

    private static Task<TestApp> StartAsync(bool isCompressed = false) => TestApp.OnKestrelAsync(
        web =>
        {
            if (isCompressed)
            {
                web.UseResponseCompression();
            }

            web.UseHoldfast();
            web.MapControllers();
        },
        setUp =>
        {
            setUp.Services.AddResponseCompression();
            setUp.Services.AddControllersWithViews().AddSessionStateTempDataProvider().AddApplicationPart(typeof(TempDataController).Assembly);
        });
}
