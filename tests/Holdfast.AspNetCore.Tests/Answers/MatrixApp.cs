using System.Text;
using Holdfast.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Holdfast.AspNetCore.Tests.Answers;

/// <summary>An application that records on its session, has something happen to it, and answers in every way.</summary>
internal static class MatrixApp
{
    public const string Secret = "the-answer-of-the-application";

    public static Task<TestApp> StartAsync(Action<WebApplication>? outside = null, Action<WebApplication>? inside = null, Action<TestAppSetup>? setUp = null) =>
        TestApp.OnKestrelAsync(web => Pipeline(web, outside, inside), setUp);

    public static Task<TestApp> StartOnHttp2Async() => TestApp.OnHttp2Async(web => Pipeline(web, null, null));

    private static void Pipeline(WebApplication web, Action<WebApplication>? outside, Action<WebApplication>? inside)
    {
        outside?.Invoke(web);
        web.UseHoldfast();
        inside?.Invoke(web);
        web.MapPost("/begin", (HttpContext context) => context.Session.SetInt32("begun", 1));
        web.MapPost("/{kind}/{end}", async (AnswerKind kind, CommitEnd end, HttpContext context) =>
        {
            var session = context.GetHoldfast();
            await session.LoadAsync();
            session.Change(changes => changes.Increment("hits"));
            await MeddleAsync(context, session, end);
            Head(context.Response);
            await AnswerAsync(context, kind);
        });
    }

    private static async Task MeddleAsync(HttpContext context, SessionScope session, CommitEnd end)
    {
        var manager = (SessionManager)context.RequestServices.GetService(typeof(SessionManager))!;
        switch (end)
        {
            case CommitEnd.Conflict:
                await manager.UpdateAsync(session.Key, changes => changes.Clear());
                break;
            case CommitEnd.Ended:
                await manager.EndAsync(session.Key, EndReason.Revoked);
                break;
            case CommitEnd.Superseded:
                await manager.RegenerateAsync(session.Key);
                break;
            case CommitEnd.Invalid:
                session.Change(changes => changes.Set("half\uD800", "a pair"));
                break;
            case CommitEnd.Limited:
                session.Change(changes => changes.Set("large", new string('x', 300_000)));
                break;
        }
    }

    private static void Head(HttpResponse response)
    {
        response.Headers.ETag = "\"of the application\"";
        response.Headers.LastModified = "Thu, 01 Jan 2026 00:00:00 GMT";
        response.Headers.ContentDisposition = "attachment";
        response.Headers.CacheControl = "public, max-age=60";
        response.Headers.Location = "/elsewhere";
        response.Headers.ContentLanguage = "en";
        response.Headers["X-Request-Id"] = "42";
        response.Headers.AccessControlAllowOrigin = "*";
        response.Cookies.Append("theirs", "1");
    }

    private static async Task AnswerAsync(HttpContext context, AnswerKind kind)
    {
        var response = context.Response;
        var bytes = Encoding.UTF8.GetBytes(Secret);
        switch (kind)
        {
            case AnswerKind.Json:
                await response.WriteAsJsonAsync(new { answer = Secret });
                break;
            case AnswerKind.Text:
                response.ContentLength = bytes.Length;
                await response.WriteAsync(Secret);
                break;
            case AnswerKind.Empty:
                response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case AnswerKind.Redirect:
                response.Redirect("/elsewhere");
                break;
            case AnswerKind.File:
                var file = Path.GetTempFileName();
                await File.WriteAllBytesAsync(file, bytes);
                response.ContentLength = bytes.Length;
                response.OnCompleted(() => Task.Run(() => File.Delete(file)));
                await response.SendFileAsync(file);
                break;
            case AnswerKind.BodyWriter:
                await response.BodyWriter.WriteAsync(bytes);
                break;
            case AnswerKind.UnflushedWriter:
                bytes.CopyTo(response.BodyWriter.GetSpan(bytes.Length));
                response.BodyWriter.Advance(bytes.Length);
                break;
            case AnswerKind.Streamed:
                foreach (var letter in bytes)
                {
                    await response.Body.WriteAsync(new[] { letter });
                }

                break;
            case AnswerKind.EarlyFlush:
                await response.Body.FlushAsync();
                await response.WriteAsync(Secret);
                break;
            case AnswerKind.ServerSentEvents:
                response.ContentType = "text/event-stream";
                response.Headers[HeaderNames.ContentEncoding] = "identity";
                await foreach (var number in EventsAsync())
                {
                    await response.WriteAsync($"data: {Secret} {number}\n\n");
                    await response.BodyWriter.FlushAsync();
                }

                break;
            case AnswerKind.Completed:
                await response.BodyWriter.WriteAsync(bytes);
                await response.CompleteAsync();
                break;
        }
    }

    private static async IAsyncEnumerable<int> EventsAsync()
    {
        for (var number = 0; number < 3; number++)
        {
            await Task.Yield();
            yield return number;
        }
    }
}
