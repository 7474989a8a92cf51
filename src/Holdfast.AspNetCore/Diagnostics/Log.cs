using Holdfast.AspNetCore.Cookies;
using Microsoft.Extensions.Logging;

namespace Holdfast.AspNetCore.Diagnostics;

/// <summary>The middleware's log messages. They name codes and public keys; cookies, secrets and values never.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Debug, "Session cookie ignored: {Verdict}.")]
    public static partial void CookieRefused(ILogger logger, CookieVerdict verdict);

    [LoggerMessage(102, LogLevel.Debug, "Ignored {Count} cookies whose names only look like the session cookie's.")]
    public static partial void LookAlikesIgnored(ILogger logger, int count);

    [LoggerMessage(103, LogLevel.Information, "Answer replaced with {StatusCode}: what the request recorded on its session was refused ({Code}).")]
    public static partial void AnswerReplaced(ILogger logger, int statusCode, string code);

    [LoggerMessage(104, LogLevel.Error, "Answer replaced with {StatusCode}: the session store did not answer ({Code}).")]
    public static partial void StoreFailed(ILogger logger, int statusCode, string code);

    [LoggerMessage(105, LogLevel.Error, "Committing a session threw; whether it was applied is not known.")]
    public static partial void CommitThrew(ILogger logger, Exception exception);

    [LoggerMessage(106, LogLevel.Error, "Connection aborted: what the request recorded on its session after its answer had begun was not committed ({Code}).")]
    public static partial void LateCommitFailed(ILogger logger, string code);

    [LoggerMessage(107, LogLevel.Warning, "A session got a new id after the answer had begun, so its client did not get it. Sign in, regenerate and first write before the first byte.")]
    public static partial void IdTooLate(ILogger logger);

    [LoggerMessage(108, LogLevel.Warning, "Recording a session's activity failed; the request is not affected.")]
    public static partial void TouchFailed(ILogger logger, Exception exception);

    [LoggerMessage(109, LogLevel.Debug, "A synchronous session read blocked a thread until the session was loaded. Await LoadAsync before it.")]
    public static partial void BlockedRead(ILogger logger);
}
