namespace Holdfast;

/// <summary>
/// Says how an endpoint uses its request's session: on a controller, an action, a hub, a page model or a handler method. The most specific one
/// counts, so <see cref="SessionAccess.Active"/> on an action overrides <see cref="SessionAccess.Passive"/> on its controller.
/// </summary>
/// <remarks>Read when the request first uses its session, and at its answer if it does not; the routing middleware must have run by then.</remarks>
/// <param name="access">How.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class SessionAttribute(SessionAccess access) : Attribute
{
    /// <summary>How the endpoint uses the session.</summary>
    public SessionAccess Access { get; } = access;
}
