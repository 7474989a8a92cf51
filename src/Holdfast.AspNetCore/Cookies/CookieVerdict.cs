namespace Holdfast.AspNetCore.Cookies;

/// <summary>What a request's cookies say about its session.</summary>
internal enum CookieVerdict
{
    Absent,

    /// <summary>Exactly one cookie of the name, and its value is an id's text form.</summary>
    Valid,

    /// <summary>The value is no id.</summary>
    Malformed,

    /// <summary>Several cookies of exactly the name: which of them is the browser's own cannot be told, so none is.</summary>
    Ambiguous,
}
