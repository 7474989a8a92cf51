using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Storage;

namespace Holdfast;

/// <summary>Lists sessions: reads candidates from the store in parts and filters them outside every lock (Invariant 11).</summary>
internal static class Listing
{
    private const int MaxLimit = 1000;
    private const int MaxCursor = 128;
    private const int MaxPattern = 256;
    private const int Part = 256;

    // A rare match in a million sessions must not hold one call for ever: the page comes back short, with a cursor.
    private const int MaxCandidatesPerPage = 20_000;

    public static async ValueTask<SessionPage> QueryAsync(
        IHoldfastStore store, SessionQuery query, string? cursor, int limit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (store is not IQueryableStore queryable)
        {
            return Invalid($"The store '{store.Name}' cannot list sessions.");
        }

        if (limit is < 1 or > MaxLimit)
        {
            return Invalid($"The limit is {limit}; a page has 1 to {MaxLimit} sessions.");
        }

        if (cursor is { Length: 0 or > MaxCursor } || (cursor is not null && !cursor.All(char.IsAsciiLetterOrDigit)))
        {
            return Invalid("The cursor is malformed. Use the one that came with the page before.");
        }

        if (!TryPattern(query.KeyPattern, out var pattern))
        {
            return Invalid("The key pattern is no regular expression of at most 256 characters that can run without backtracking.");
        }

        var at = cursor;
        var items = new List<Session>(Math.Min(limit, Part));
        for (var seen = 0; seen < MaxCandidatesPerPage;)
        {
            var page = await queryable
                .ReadCandidatesAsync(query.Subject, query.State == SessionState.Ended, at, Part, cancellationToken)
                .ConfigureAwait(false);
            if (!page.Available)
            {
                return new SessionPage(Status.Unavailable, [], null, RefusalText.Of(StoreResult.Of(Status.Unavailable)));
            }

            foreach (var candidate in page.Items)
            {
                if (items.Count == limit)
                {
                    return Page(items, candidate.Cursor);
                }

                var session = new Session(candidate.Image, candidate.LastActivity, store.Epoch);
                if (Matches(session, query, pattern, now))
                {
                    items.Add(session);
                }
            }

            if (page.Next is null)
            {
                return Page(items, null);
            }

            at = page.Next;
            seen += page.Items.Count + 1;
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Page(items, at);
    }

    private static bool Matches(Session session, SessionQuery query, Regex? pattern, DateTimeOffset now)
    {
        if (query.Subject is { } subject && !string.Equals(session.Subject, subject, StringComparison.Ordinal))
        {
            return false;
        }

        if (query.Type is { } type && !string.Equals(session.Type, type, StringComparison.Ordinal))
        {
            return false;
        }

        if (query.Tag is { } tag && !session.Tags.Contains(tag, StringComparer.Ordinal))
        {
            return false;
        }

        if (query.IdleLongerThan is { } idle && now - session.LastActivityAt <= idle)
        {
            return false;
        }

        if (query.Text is { Length: > 0 } text
            && !Contains(session.Key.ToString(null, CultureInfo.InvariantCulture), text)
            && !Contains(session.Subject, text)
            && !Contains(session.DisplayName, text))
        {
            return false;
        }

        try
        {
            return pattern is null || pattern.IsMatch(session.Key.ToString(null, CultureInfo.InvariantCulture));
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static bool Contains(string? value, string text) => value?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false;

    private static bool TryPattern(string? text, out Regex? pattern)
    {
        pattern = null;
        if (text is null)
        {
            return true;
        }

        if (text.Length > MaxPattern)
        {
            return false;
        }

        try
        {
            pattern = new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100));
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static SessionPage Page(List<Session> items, string? next) => new(Status.Ok, items, next, null);

    private static SessionPage Invalid(string message) =>
        new(Status.Invalid, [], null, new HoldfastError(ErrorCodes.InvalidQuery, message));
}
