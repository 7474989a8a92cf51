using Holdfast.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Holdfast.AspNetCore.Cookies;

/// <summary>Writes the session cookie into an answer, and keeps that answer out of every cache.</summary>
internal static class CookieAnswer
{
    private const string ClearSiteData = "\"cache\", \"cookies\", \"storage\"";

    public static void Set(HttpContext context, RequestParts parts, string value, Session? session)
    {
        var cookie = parts.Cookie;
        Drop(context.Response, cookie.NameFor(context.Request));
        context.Response.Cookies.Append(
            cookie.NameFor(context.Request), value, cookie.AttributesFor(context.Request, MaxAge(parts, session)));
        KeepOutOfCaches(context.Response);
    }

    public static void Delete(HttpContext context, RequestParts parts)
    {
        var cookie = parts.Cookie;
        Drop(context.Response, cookie.NameFor(context.Request));
        context.Response.Cookies.Delete(cookie.NameFor(context.Request), cookie.AttributesFor(context.Request));
        KeepOutOfCaches(context.Response);
        if (cookie.ClearSiteData)
        {
            context.Response.Headers["Clear-Site-Data"] = ClearSiteData;
        }
    }

    // Never longer than the session can live: the cookie's end is a courtesy, the server's is the rule.
    private static TimeSpan? MaxAge(RequestParts parts, Session? session)
    {
        if (parts.Cookie.MaxAge is not { } wanted || session is null)
        {
            return null;
        }

        var left = TimeSpan.FromTicks(session.Image.AbsoluteDeadline - parts.Clock.Now);
        return TimeSpan.FromSeconds(Math.Max(1, Math.Floor(Math.Min(wanted.TotalSeconds, left.TotalSeconds))));
    }

    // Of two cookies with one name a browser may keep either: the last word on the session is the only one.
    private static void Drop(HttpResponse response, string name)
    {
        var lines = response.Headers.SetCookie;
        if (lines.Count > 0)
        {
            response.Headers.SetCookie = Array.FindAll(lines.ToArray(), line => line is not null && !Sets(line, name));
        }
    }

    private static bool Sets(string line, string name) =>
        line.Length > name.Length && line[name.Length] == '=' && line.StartsWith(name, StringComparison.Ordinal);

    private static void KeepOutOfCaches(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        var vary = response.Headers.Vary;
        foreach (var line in vary)
        {
            if (line is not null && (line.Contains('*', StringComparison.Ordinal) || Names(line, HeaderNames.Cookie)))
            {
                return;
            }
        }

        response.Headers.Append(HeaderNames.Vary, HeaderNames.Cookie);
    }

    private static bool Names(string line, string name)
    {
        foreach (var part in line.AsSpan().Split(','))
        {
            if (line.AsSpan(part).Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
