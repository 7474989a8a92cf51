namespace Holdfast.Storage;

/// <summary>A store that can list its sessions. Found by pattern match; not every store has to.</summary>
internal interface IQueryableStore
{
    /// <summary>
    /// Reads on from a cursor: candidates whose subject is <paramref name="subject"/> (or all), live and, if asked, ended ones, expired and
    /// revoked ones skipped. A session that is there during the whole listing is seen exactly once. Filtering by anything else is the
    /// caller's, outside every lock.
    /// </summary>
    /// <param name="subject">Only this subject's sessions; null for all.</param>
    /// <param name="ended">True to see ended records instead of live sessions.</param>
    /// <param name="cursor">Where the last call stopped; null at first. Opaque, at most 128 characters; a malformed one answers no items and no next.</param>
    /// <param name="limit">About how many candidates to read.</param>
    /// <param name="cancellationToken">Stops before the store is asked.</param>
    ValueTask<CandidatePage> ReadCandidatesAsync(string? subject, bool ended, string? cursor, int limit, CancellationToken cancellationToken);
}
