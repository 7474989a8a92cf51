using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Benchmarks.Http.Servers;

/// <summary>The limit: a cookie, a concurrent dictionary, a lock per session. No expiry, no digest, nothing else.</summary>
internal static class DictionaryServer
{
    private const string Cookie = "session";

    public static Action<WebApplication> Build(WebApplicationBuilder builder, int redisPort)
    {
        var sessions = new ConcurrentDictionary<string, Entry>(StringComparer.Ordinal);
        return app => Endpoints.Map(
            app,
            async (context, work) =>
            {
                var entry = Find(context, sessions);
                await Endpoints.WorkAsync(work);
                lock (entry)
                {
                    entry.Count++;
                    entry.LastActivity = Environment.TickCount64;
                }
            },
            context =>
            {
                var entry = Find(context, sessions);
                lock (entry)
                {
                    return new ValueTask<long>(entry.Count);
                }
            });
    }

    private static Entry Find(HttpContext context, ConcurrentDictionary<string, Entry> sessions)
    {
        if (context.Request.Cookies[Cookie] is { } name && sessions.TryGetValue(name, out var found))
        {
            return found;
        }

        var made = new Entry();
        var id = RandomNumberGenerator.GetHexString(32);
        sessions[id] = made;
        context.Response.Cookies.Append(Cookie, id);
        return made;
    }

    private sealed class Entry
    {
        public long Count;
        public long LastActivity;
    }
}
