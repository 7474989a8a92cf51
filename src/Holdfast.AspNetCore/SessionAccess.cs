namespace Holdfast;

/// <summary>How an endpoint uses its request's session. Values are bits, so that later ones combine with these.</summary>
[Flags]
public enum SessionAccess
{
    /// <summary>Any request with a valid session cookie is activity: the session's idle time begins anew. The default.</summary>
    Active = 0,

    /// <summary>
    /// Requests only look: a poll in the background neither keeps the session alive nor counts an access. It may still change data, and a
    /// session that it creates is an ordinary one.
    /// </summary>
    Passive = 1,
}
