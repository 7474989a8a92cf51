using Holdfast.AspNetCore.Tests.Hosting;

namespace Holdfast.AspNetCore.Tests.Answers;

/// <summary>Every way to answer with every end of the commit: the application's answer, or a problem and nothing of it.</summary>
[Trait("Feature", "112")]
[Trait("Invariant", "8")]
public sealed class CommitMatrixTests
{
    private static readonly string[] TheApplications =
        ["ETag", "Last-Modified", "Content-Disposition", "Location", "Content-Language", "Content-Encoding", "Transfer-Encoding"];

    public static TheoryData<AnswerKind, CommitEnd> Refused
    {
        get
        {
            var rows = new TheoryData<AnswerKind, CommitEnd>();
            foreach (var kind in Enum.GetValues<AnswerKind>())
            {
                foreach (var end in Enum.GetValues<CommitEnd>())
                {
                    if (end != CommitEnd.Ok)
                    {
                        rows.Add(kind, end);
                    }
                }
            }

            return rows;
        }
    }

    public static TheoryData<AnswerKind> Kinds => [.. Enum.GetValues<AnswerKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Answer_AfterACommit_IsTheApplications(AnswerKind kind)
    {
        await using var app = await MatrixApp.StartAsync();
        var browser = await BegunAsync(app);

        var reply = await browser.PostAsync($"/{kind}/{CommitEnd.Ok}");

        Assert.Equal(ExpectedCode(kind), reply.Code);
        Assert.Equal(kind is not (AnswerKind.Empty or AnswerKind.Redirect), reply.Body.Contains(MatrixApp.Secret, StringComparison.Ordinal));
        Assert.Equal("\"of the application\"", reply.Header("ETag"));
        Assert.Equal("public, max-age=60", reply.Header("Cache-Control"));
        Assert.Equal(["theirs=1; path=/"], reply.SetCookies);
        Assert.Equal(1, (await app.ReadAsync(browser.Id.Key)).Data.GetInt64("hits"));
        Assert.Equal(0, app.Counts["holdfast.requests.answers_replaced"]);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Answer_AfterARefusedCommit_IsTheProblemAlone(AnswerKind kind, CommitEnd end)
    {
        await using var app = await MatrixApp.StartAsync();
        var browser = await BegunAsync(app);
        app.Store.WriteFailure = end switch
        {
            CommitEnd.Unavailable => Status.Unavailable,
            CommitEnd.Unknown => Status.Unknown,
            _ => null,
        };
        var cookie = browser.Value;

        var reply = await browser.PostAsync($"/{kind}/{end}");

        var (status, code) = Expected(end);
        Assert.Equal(status, reply.Code);
        Assert.Equal(code, reply.ProblemCode());
        Assert.DoesNotContain(MatrixApp.Secret, reply.Body, StringComparison.Ordinal);
        Assert.All(TheApplications, name => Assert.Null(reply.Header(name)));
        Assert.Equal(reply.Body.Length.ToString(), reply.Header("Content-Length"));
        Assert.Equal("no-store", reply.Header("Cache-Control"));
        Assert.Equal(status == 503 ? "1" : null, reply.Header("Retry-After"));
        Assert.Empty(reply.SetCookies);
        Assert.Equal(cookie, browser.Value);

        // What describes the site and not the content stays.
        Assert.Equal("*", reply.Header("Access-Control-Allow-Origin"));
        Assert.Equal("42", reply.Header("X-Request-Id"));

        app.Store.WriteFailure = null;
        Assert.NotEqual(1, (await app.ReadAsync(SessionId.Parse(cookie!).Key)).Data.GetInt64("hits"));
        Assert.Equal(1, app.Counts["holdfast.requests.answers_replaced"]);
        Assert.Contains(status == 503 ? 104 : 103, app.Log.Ids);

        // The connection is as good as new.
        Assert.Equal(200, (await app.NewBrowser().PostAsync("/begin")).Code);
    }

    private static async Task<Browser> BegunAsync(TestApp app)
    {
        var browser = app.NewBrowser();
        await browser.PostAsync("/begin");
        return browser;
    }

    private static int ExpectedCode(AnswerKind kind) => kind switch
    {
        AnswerKind.Empty => 204,
        AnswerKind.Redirect => 302,
        _ => 200,
    };

    private static (int Status, string Code) Expected(CommitEnd end) => end switch
    {
        CommitEnd.Conflict => (409, ErrorCodes.Fenced),
        CommitEnd.Ended => (401, ErrorCodes.Ended),
        CommitEnd.Superseded => (401, ErrorCodes.SecretSuperseded),
        CommitEnd.Invalid => (400, ErrorCodes.InvalidValue),
        CommitEnd.Limited => (413, ErrorCodes.ValueTooLarge),
        CommitEnd.Unavailable => (503, ErrorCodes.Unavailable),
        _ => (503, ErrorCodes.Unknown),
    };
}
