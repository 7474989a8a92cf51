using Holdfast.Model;
using Microsoft.Extensions.Primitives;

namespace Holdfast.AspNetCore.Cookies;

/// <summary>What a Cookie header says, worked out once.</summary>
/// <remarks>It holds for the very string it was worked out from, so it is never out of date, and comparing it tells nothing about a secret.</remarks>
/// <param name="header">The header's only line.</param>
/// <param name="name">The cookie's name in that request: it depends on the scheme, which a proxy may change within a connection.</param>
/// <param name="id">What the header says.</param>
internal sealed class KnownCookie(string header, string name, PresentedId id)
{
    public PresentedId Id { get; } = id;

    public bool IsOf(StringValues other, string otherName) =>
        other.Count == 1 && ReferenceEquals(other[0], header) && ReferenceEquals(otherName, name);
}
