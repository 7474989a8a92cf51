using System.Runtime.CompilerServices;
using Holdfast.Model;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Holdfast.AspNetCore.Cookies;

/// <summary>
/// The last cookie of each connection: a browser sends the same one with every request, and taking the digest of its secret anew is what costs a request
/// most that has no use for its session.
/// </summary>
/// <remarks>
/// Kestrel keeps one feature collection for a connection (of HTTP/2 and later, for a stream at a time, taken up again by later ones) and hands out the same
/// string for a header that has not changed. Of other servers neither is known: there nothing is kept. An entry holds no secret but the string that
/// the server holds anyway, and goes with its connection; within one there is one request at a time.
/// </remarks>
internal sealed class KnownCookies(bool isKept)
{
    private readonly ConditionalWeakTable<IFeatureCollection, KnownCookie> _known = [];

    public KnownCookie? Find(IFeatureCollection connection, StringValues header, string name) =>
        isKept && _known.TryGetValue(connection, out var known) && known.IsOf(header, name) ? known : null;

    public void Keep(IFeatureCollection connection, StringValues header, string name, in PresentedId id)
    {
        if (isKept && header is [{ } line])
        {
            _known.AddOrUpdate(connection, new KnownCookie(line, name, id));
        }
    }
}
