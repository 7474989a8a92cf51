using System.Text;
using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Tests.Sessions;

/// <summary>The framework's session interface, member by member.</summary>
[Trait("Feature", "112")]
public sealed class RecordedSessionTests
{
    [Fact]
    public async Task Extensions_SetInt32AndSetString_AreReadBackInThisRequestAndTheNext()
    {
        await InTwoRequestsAsync(
            session =>
            {
                session.SetInt32("number", -7);
                session.SetString("text", "grüß dich");
                session.Set("bytes", [1, 2, 3]);
                Check(session);
            },
            Check);

        static void Check(ISession session)
        {
            Assert.Equal(-7, session.GetInt32("number"));
            Assert.Equal("grüß dich", session.GetString("text"));
            Assert.Equal([1, 2, 3], session.Get("bytes"));
            Assert.Null(session.GetInt32("absent"));
            Assert.Null(session.GetString("absent"));
            Assert.Equal("number text bytes", string.Join(' ', session.Keys));
        }
    }

    [Fact]
    public async Task Keys_AfterRemoveAndClear_ShowWhatIsLeft() =>
        await InTwoRequestsAsync(
            session =>
            {
                session.SetString("a", "1");
                session.SetString("b", "2");
                session.Remove("a");
                session.Remove("never there");
                Assert.Equal("b", string.Join(' ', session.Keys));
            },
            session =>
            {
                Assert.Equal("b", string.Join(' ', session.Keys));
                session.Clear();
                Assert.Empty(session.Keys);
                session.SetString("c", "3");
                Assert.Equal("c", string.Join(' ', session.Keys));
            });

    [Fact]
    public async Task TryGetValue_OfTypedValues_GivesTheBytesTheExtensionsUnderstand()
    {
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.UseHoldfast();
            web.MapPost("/typed", (HttpContext context) => context.GetHoldfast().Change(changes => changes
                .Increment("small", 41).Increment("small").Set("least", int.MinValue).Set("large", 1L + int.MaxValue).Set("text", "tschüß")).HasChanges);
            web.MapGet("/bytes", (HttpContext context) => string.Join(
                ' ',
                context.Session.GetInt32("small"),
                context.Session.GetInt32("least"),
                Convert.ToHexString(context.Session.Get("large")!),
                context.Session.GetString("text")));
        });
        var browser = app.NewBrowser();
        await browser.PostAsync("/typed");

        Assert.Equal("42 -2147483648 0000000080000000 tschüß", (await browser.GetAsync("/bytes")).Body);
    }

    [Fact]
    public async Task SetThenRemove_WithoutACookie_EstablishesASession()
    {
        await using var app = await RunningAsync(session =>
        {
            session.Set("dummy", []);
            session.Remove("dummy");
        });
        var browser = app.NewBrowser();

        var reply = await browser.PostAsync("/");

        Assert.Single(reply.SetCookies);
        Assert.Empty((await app.ReadAsync(browser.Id.Key)).Data);
    }

    [Fact]
    public async Task Set_TheArraysLaterChanges_AreNotSeen()
    {
        var bytes = Encoding.UTF8.GetBytes("as set");
        await InTwoRequestsAsync(
            session =>
            {
                session.Set("bytes", bytes);
                bytes[0] = (byte)'X';
                var read = session.Get("bytes")!;
                read[1] = (byte)'X';
            },
            session => Assert.Equal("as set", session.GetString("bytes")));
    }

    [Theory]
    [InlineData("", 400, ErrorCodes.InvalidDataKey)]
    [InlineData("long", 413, ErrorCodes.InvalidDataKey)]
    [Trait("Fault", "P2")]
    public async Task Set_AnIllegalKey_IsToldToTheClient(string key, int status, string code)
    {
        await using var app = await RunningAsync(session => session.SetString(key == "long" ? new string('k', 300) : key, "value"));

        var reply = await app.NewBrowser().PostAsync("/");

        Assert.Equal(status, reply.Code);
        Assert.Equal(code, reply.ProblemCode());
        Assert.Empty(reply.SetCookies);
    }

    [Fact]
    public async Task NullArguments_Throw()
    {
        await using var app = await RunningAsync(session =>
        {
            Assert.Throws<ArgumentNullException>(() => session.Set(null!, []));
            Assert.Throws<ArgumentNullException>(() => session.Set("key", null!));
            Assert.Throws<ArgumentNullException>(() => session.Remove(null!));
            Assert.Throws<ArgumentNullException>(() => session.TryGetValue(null!, out _));
        });

        Assert.Equal(200, (await app.NewBrowser().PostAsync("/")).Code);
    }

    [Fact]
    public async Task CommitAsync_BeforeTheAnswer_IsVisibleAtOnceAndRefusalsEscapeAsTheProblem()
    {
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.UseHoldfast();
            web.MapPost("/commit", async (HttpContext context) =>
            {
                context.Session.SetString("user", "ada");
                await context.Session.CommitAsync();
                return context.GetHoldfast().Session!.Version;
            });
        });
        var browser = app.NewBrowser();

        Assert.Equal("1", (await browser.PostAsync("/commit")).Body);
        app.Store.WriteFailure = Status.Unavailable;
        var reply = await browser.PostAsync("/commit");

        Assert.Equal(503, reply.Code);
        Assert.Equal(ErrorCodes.Unavailable, reply.ProblemCode());
    }

    [Fact]
    public async Task OwnSession_SetByTheApplication_IsWhatTheContextShows()
    {
        await using var app = await TestApp.OnKestrelAsync(web =>
        {
            web.UseHoldfast();
            web.MapPost("/", (HttpContext context) =>
            {
                var ours = context.Session;
                context.Session = new ElsewhereSession();
                context.Session.SetString("a", "b");
                return $"{ours.Keys.Any()} {context.GetHoldfast().HasChanges}";
            });
        });

        Assert.Equal("False False", (await app.NewBrowser().PostAsync("/")).Body);
    }

    private static async Task InTwoRequestsAsync(Action<ISession> first, Action<ISession> second)
    {
        var requests = 0;
        await using var app = await RunningAsync(session => (requests++ == 0 ? first : second)(session));
        var browser = app.NewBrowser();

        Assert.Equal(200, (await browser.PostAsync("/")).Code);
        Assert.Equal(200, (await browser.PostAsync("/")).Code);
        Assert.Equal(2, requests);
    }

    private static Task<TestApp> RunningAsync(Action<ISession> work) => TestApp.OnTestHostAsync(
        web =>
        {
            web.UseHoldfast();
            web.MapPost("/", (HttpContext context) => work(context.Session));
        },
        address: "http://localhost");
}
