using System.Text;
using Holdfast.Operations;
using Holdfast.Time;

namespace Holdfast;

/// <summary>
/// A session as it was at one version: an immutable snapshot. Nothing that happens to the session later shows in it; change the session
/// through <see cref="SessionManager"/> or a scope.
/// </summary>
/// <remarks>
/// Safe for all threads; cheap to keep, since it is a view of the store's own immutable state. Its times are those of its making; the
/// current ones come with every <see cref="ReadResult"/>.
/// </remarks>
public sealed class Session
{
    private readonly SessionImage _image;
    private readonly long _lastActivity;
    private readonly ulong _epoch;

    internal Session(SessionImage image, long lastActivity, ulong epoch)
    {
        _image = image;
        _lastActivity = lastActivity;
        _epoch = epoch;
    }

    /// <summary>Its public name for its whole life.</summary>
    public SessionKey Key => _image.Key;

    /// <summary>The random number given at its creation: tells two lives of one name apart.</summary>
    public ulong Incarnation => _image.Incarnation;

    /// <summary>1 after the creation, +1 for every applied change set. Touching raises no version.</summary>
    public long Version => _image.Version;

    /// <summary>Names exactly this state, for <see cref="SessionManager.UpdateIfAsync(SessionKey, SessionToken, Action{ChangeSet}, CancellationToken)"/> and <c>If-Match</c>.</summary>
    public SessionToken Token => new(_epoch, Incarnation, Version);

    /// <summary>Whose session it is; null for an anonymous one.</summary>
    public string? Subject => _image.HasSubject ? Encoding.UTF8.GetString(_image.Texts.Subject) : null;

    /// <summary>The subject's name for people; null when none was given.</summary>
    public string? DisplayName => _image.HasSubject && !_image.Texts.DisplayName.IsEmpty ? Encoding.UTF8.GetString(_image.Texts.DisplayName) : null;

    /// <summary>The application's own kind of session; empty when none was given.</summary>
    public string Type => Encoding.UTF8.GetString(_image.Texts.Type);

    /// <summary>Whether its subject is authenticated in it.</summary>
    public bool IsAuthenticated => (_image.Flags & ImageFlags.Authenticated) != ImageFlags.None;

    /// <summary>When its subject authenticated, UTC; null for an anonymous one.</summary>
    public DateTimeOffset? AuthenticatedAt => _image.HasSubject ? SessionClock.ToInstant(_image.Times.Authenticated) : null;

    /// <summary>Active, or ended for good.</summary>
    public SessionState State => (_image.Flags & ImageFlags.Ended) != ImageFlags.None ? SessionState.Ended : SessionState.Active;

    /// <summary>When it was created, UTC.</summary>
    public DateTimeOffset CreatedAt => SessionClock.ToInstant(_image.Times.Created);

    /// <summary>When it was last used, UTC.</summary>
    public DateTimeOffset LastActivityAt => SessionClock.ToInstant(_lastActivity);

    /// <summary>When it ends if it is not used again, UTC: the earlier of its idle and absolute deadlines.</summary>
    public DateTimeOffset ExpiresAt => SessionClock.ToInstant(_image.Deadline(_lastActivity));

    /// <summary>How long it lives without use.</summary>
    public TimeSpan IdleTimeout => TimeSpan.FromTicks(_image.IdleTicks);

    /// <summary>How many change sets of users changed its data, and recorded accesses.</summary>
    public long AccessCount => _image.Numbers.AccessCount;

    /// <summary>Its tags: those it was given, then those that follow from its state (<see cref="AutomaticTags"/>).</summary>
    public IReadOnlyList<string> Tags => AutomaticTags.Complete(this, GivenTags());

    /// <summary>Its data.</summary>
    public SessionData Data => new(_image);

    internal SessionImage Image => _image;

    /// <summary>Key and version; no data.</summary>
    public override string ToString() => $"{Key} v{Version} {State}";

    private List<string> GivenTags()
    {
        var texts = _image.Texts;
        var tags = new List<string>(texts.TagCount);
        var offset = 0;
        for (var i = 0; i < texts.TagCount; i++)
        {
            var length = Varint.ReadLength(texts.Tags, ref offset);
            tags.Add(Encoding.UTF8.GetString(texts.Tags.Slice(offset, length)));
            offset += length;
        }

        return tags;
    }
}
