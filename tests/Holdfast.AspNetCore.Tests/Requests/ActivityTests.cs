using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.AspNetCore.Tests.Requests;

/// <summary>Which requests keep a session alive.</summary>
[Trait("Feature", "33")]
[Trait("Requirement", "S21")]
public sealed class ActivityTests
{
    [Theory]
    [InlineData("/plain", 1)]
    [InlineData("/passive", 0)]
    [InlineData("/group/poll", 0)]
    [InlineData("/group/active", 1)]
    [InlineData("/activity/poll", 0)]
    [InlineData("/activity/active", 1)]
    [InlineData("/nowhere", 1)]
    public async Task Untouched_AnEndpointsWish_DecidesWhetherItIsActivity(string path, int touches)
    {
        await using var app = await StartAsync();
        var browser = await BegunAsync(app);

        await browser.GetAsync(path);

        Assert.Equal(touches, app.Store.Touches);
        Assert.Equal(touches, app.Store.Calls);
    }

    [Theory]
    [InlineData("/read", true)]
    [InlineData("/passive/read", false)]
    [InlineData("/passive/write", false)]
    public async Task Touched_AnEndpointsWish_DecidesWhetherItCounts(string path, bool isUse)
    {
        await using var app = await StartAsync();
        var browser = await BegunAsync(app);
        var before = await app.ReadAsync(browser.Id.Key);

        await browser.PostAsync(path);

        var after = await app.ReadAsync(browser.Id.Key);
        Assert.Equal(isUse, app.Store.LoadsThatAreUses == 1);
        Assert.Equal(0, app.Store.Touches);
        Assert.Equal(before.AccessCount, after.AccessCount);
        Assert.Equal(path.EndsWith("write", StringComparison.Ordinal), after.Version > before.Version);
    }

    [Fact]
    public async Task Exception_FromTheApplication_IsActivityAllTheSame()
    {
        await using var app = await StartAsync();
        var browser = await BegunAsync(app);

        Assert.Equal(500, (await browser.GetAsync("/throw")).Code);

        Assert.Equal(1, app.Store.Touches);
    }

    [Fact]
    public async Task Touch_ThatThrows_HarmsNoRequestAndIsLogged()
    {
        await using var app = await StartAsync();
        var browser = await BegunAsync(app);
        app.Store.TouchThrows = true;

        Assert.Equal(200, (await browser.GetAsync("/plain")).Code);

        Assert.Contains(108, app.Log.Ids);
    }

    [Theory]
    [InlineData(Status.NotFound, 1)]
    [InlineData(Status.Ended, 1)]
    [InlineData(Status.Unavailable, 0)]
    [InlineData(Status.Unknown, 0)]
    [Trait("Requirement", "S4")]
    public async Task Touch_ThatIsNotDone_CountsTheIdOnlyIfItOpensNothing(Status answer, long counted)
    {
        await using var app = await StartAsync();
        var browser = await BegunAsync(app);
        app.Store.TouchFailure = answer;

        Assert.Equal(200, (await browser.GetAsync("/plain")).Code);

        Assert.Equal(counted, app.Counts["holdfast.ids.refused"]);
    }

    private static Task<TestApp> StartAsync() => TestApp.OnKestrelAsync(
        web =>
        {
            web.UseHoldfast();
            web.MapPost("/begin", (HttpContext context) => context.Session.SetString("user", "ada"));
            web.MapGet("/plain", () => "plain");
            web.MapGet("/passive", () => "passive").WithSession(SessionAccess.Passive);
            web.MapGet("/throw", string () => throw new InvalidOperationException("A fault."));
            web.MapPost("/read", (HttpContext context) => context.Session.GetString("user"));
            web.MapPost("/passive/read", (HttpContext context) => context.Session.GetString("user")).WithSession(SessionAccess.Passive);
            web.MapPost("/passive/write", (HttpContext context) => context.Session.SetString("seen", "yes")).WithSession(SessionAccess.Passive);
            var group = web.MapGroup("/group").WithSession(SessionAccess.Passive);
            group.MapGet("/poll", () => "poll");
            group.MapGet("/active", () => "active").WithSession(SessionAccess.Active);
            web.MapControllers();
        },
        setUp => setUp.Services.AddControllers().AddApplicationPart(typeof(ActivityController).Assembly));

    private static async Task<Browser> BegunAsync(TestApp app)
    {
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");
        app.Store.ForgetCounts();
        return browser;
    }
}
