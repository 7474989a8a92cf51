using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Holdfast.AspNetCore.Tests.Answers;

/// <summary>Other middleware that takes hold of the body, further out or further in, on both versions of the protocol.</summary>
[Trait("Feature", "112")]
[Trait("Invariant", "8")]
public sealed class LayerTests
{
    private static readonly AnswerKind[] WithABody =
        [AnswerKind.Json, AnswerKind.BodyWriter, AnswerKind.UnflushedWriter, AnswerKind.Streamed, AnswerKind.EarlyFlush, AnswerKind.Completed];

    public static TheoryData<AnswerKind, string> Layers
    {
        get
        {
            var rows = new TheoryData<AnswerKind, string>();
            foreach (var kind in WithABody)
            {
                foreach (var layer in (string[])["compression outside", "compression inside", "swap outside", "swap inside", "http2"])
                {
                    rows.Add(kind, layer);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public async Task Answer_AfterACommit_PassesThroughEveryLayer(AnswerKind kind, string layer)
    {
        await using var app = await StartAsync(layer);
        var browser = await BegunAsync(app, layer);

        var reply = await SendAsync(browser, kind, CommitEnd.Ok);

        Assert.Equal(200, reply.Code);
        Assert.Contains(MatrixApp.Secret, reply.Body, StringComparison.Ordinal);
        Assert.Equal(1, (await app.ReadAsync(browser.Id.Key)).Data.GetInt64("hits"));
        if (layer.StartsWith("compression", StringComparison.Ordinal) && kind == AnswerKind.Json)
        {
            Assert.Equal("gzip", reply.Header("Content-Encoding"));
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public async Task Answer_AfterAConflict_IsTheProblemThroughEveryLayer(AnswerKind kind, string layer)
    {
        await using var app = await StartAsync(layer);
        var browser = await BegunAsync(app, layer);

        var reply = await SendAsync(browser, kind, CommitEnd.Conflict);

        Assert.Equal(409, reply.Code);
        Assert.Equal(ErrorCodes.Fenced, reply.ProblemCode());
        Assert.DoesNotContain(MatrixApp.Secret, reply.Body, StringComparison.Ordinal);
        Assert.Empty(reply.SetCookies);
    }

    private static Task<TestApp> StartAsync(string layer) => layer switch
    {
        "compression outside" => MatrixApp.StartAsync(web => web.UseResponseCompression(), setUp: Compression),
        "compression inside" => MatrixApp.StartAsync(inside: web => web.UseResponseCompression(), setUp: Compression),
        "swap outside" => MatrixApp.StartAsync(Swap),
        "swap inside" => MatrixApp.StartAsync(inside: Swap),
        _ => MatrixApp.StartOnHttp2Async(),
    };

    private static void Compression(TestAppSetup setUp) => setUp.Services.AddResponseCompression(
        options => options.MimeTypes = ["application/json", "application/problem+json"]);

    // What logging and rewriting middleware does: collect the body, then write it at once.
    private static void Swap(WebApplication web) => web.Use(async (context, next) =>
    {
        var wire = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        try
        {
            await next(context);
            await context.Response.BodyWriter.FlushAsync();
        }
        finally
        {
            context.Response.Body = wire;
        }

        await wire.WriteAsync(buffer.ToArray());
    });

    private static async Task<Browser> BegunAsync(TestApp app, string layer)
    {
        var browser = layer == "http2" ? app.NewBrowser2() : app.NewBrowser();
        await browser.PostAsync("/begin");
        return browser;
    }

    private static Task<Reply> SendAsync(Browser browser, AnswerKind kind, CommitEnd end)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/{kind}/{end}");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        return browser.SendAsync(request);
    }
}
