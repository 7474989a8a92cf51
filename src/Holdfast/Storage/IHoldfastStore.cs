namespace Holdfast.Storage;

/// <summary>
/// Where sessions live. A store applies change sets atomically to the newest state, decides expiry by its own clock at the moment of
/// use, and ends sessions for good. <c>SessionManager</c> adds policy; nothing above it can break what is promised here.
/// </summary>
/// <remarks>
/// <para><b>Outcomes.</b> Everything expected is a status. <c>NotFound</c>: never issued, a wrong secret (also for an ended session), or an
/// end whose record is gone. <c>Ended</c>: the ended record is still there, or the caller's secret was superseded. <c>Unavailable</c>: certainly
/// not acknowledged, and nothing about the session is implied. <c>Unknown</c>: may have been applied. An exception is a bug.</para>
/// <para><b>Unavailable or unknown.</b> Not sent, or answered with an error that precedes every write: <c>Unavailable</c>. Sent and unanswered: the store
/// repeats the call in a way that cannot apply it twice, and what is then still open is <c>Unknown</c>; a repeat that finds no record is
/// <c>Unknown</c> too, not <c>NotFound</c>. Recognising a repeat is the store's own affair.</para>
/// <para><b>Atomic.</b> A call is one step: checks and effects cannot be separated by another call on the same session, whichever node it
/// comes from. A refusal leaves nothing behind; where an engine cannot roll back, everything is checked before the first write. Order per
/// session is real-time order (Invariant 5).</para>
/// <para><b>Order of checks.</b> Found by key and incarnation; secret (load, touch); alive, else its end is committed; generation and grace; epoch and
/// expected state; fence; operations in order, the first refusal wins; number of keys, size; of two regenerations one; authentication too
/// old; subject epoch.</para>
/// <para><b>Only create creates.</b> Apply, touch and end never bring a session into being (Invariant 3). Creating a name whose session has ended,
/// expired or been revoked commits that end first, then makes a new incarnation. An issued key is never created again.</para>
/// <para><b>Holders.</b> A caller with an incarnation or a secret generation is refused when they are not current any more: another incarnation answers
/// <c>Ended</c> while that one's record lasts, else <c>NotFound</c>; an older generation answers <c>Ended</c> unless its grace lasts and its base is from before
/// the regeneration. Zero means: any incarnation, trusted caller.</para>
/// <para><b>Expiry.</b> A session is ended when now ≥ its deadline, by this store's clock, read once per call and, where taking hold of the session
/// can wait, after that (Invariant 6). Loads, applies, touches and ends commit the end of a session that they find expired or revoked and
/// answer <c>Ended</c>; queries only skip it. Instants count at the store's resolution, a microsecond or finer; an authentication instant is rounded
/// down, a grace up.</para>
/// <para><b>Ended records</b> last for the retention, of one name at least the last eight; beyond a bound the store names, the oldest go early.</para>
/// <para><b>Limits</b> come from the calling node.</para>
/// <para><b>Visibility.</b> What a crash could take back is not told: a result that depends on a change not yet durable at the store's declared level
/// completes after that change is durable, and is <c>Unavailable</c> if it cannot become so (Invariant 5).</para>
/// <para><b>Secrets.</b> Digests are compared so that the time taken tells nothing about a prefix.</para>
/// <para><b>Bytes.</b> Commands are read during the call only, and what an image says of a session is never changed afterwards: a caller may keep it. All
/// members are safe for all threads and never run a caller's code.</para>
/// <para><b>Cancellation</b> is honoured before the store is asked; after that the outcome is the store's.</para>
/// </remarks>
internal interface IHoldfastStore : IAsyncDisposable
{
    /// <summary>Low-cardinality name for metrics and messages: <c>memory</c>, <c>sqlite</c>, …</summary>
    string Name { get; }

    /// <summary>The epoch last seen: it changes after an unclean start, a restore or a failover. Zero before a remote store has answered once.</summary>
    ulong Epoch { get; }

    /// <summary>
    /// Creates a session, version 1. A live session of that name answers <c>AlreadyExists</c> with its image and no use of it; exactly one
    /// of several creators wins. A subject whose epoch is newer than the authentication instant refuses as revoked (<c>Invalid</c>).
    /// </summary>
    ValueTask<StoreResult> CreateAsync(in CreateCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// Reads a session: by key, or by secret, as an inspection or as a use (which moves the idle deadline, by maximum). When the caller
    /// names the state it has and that is current, the answer is <c>Ok</c>, not modified, without an image. A use is exact in process; a remote store
    /// may persist it once per touch interval and then ends at most one interval late, never early.
    /// </summary>
    ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// Applies a change set as <c>ChangeApplier</c> defines it, version +1 unless it changes nothing. Answers the new image.
    /// <c>Conflict</c>: the expected state, a key's version or the fence said no.
    /// </summary>
    ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken);

    /// <summary>Moves the idle deadline forward, never back, never past the absolute one. No new version, no image. May be lost by a crash.</summary>
    ValueTask<StoreResult> TouchAsync(in TouchCommand command, CancellationToken cancellationToken);

    /// <summary>Ends a live session; of several enders exactly one gets <c>Ok</c>, the others <c>Ended</c> with the reason it ended for.</summary>
    ValueTask<StoreResult> EndAsync(in EndCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// Raises the subject's epoch to (a higher number, now) and ends its sessions as revoked, except one that belongs to it and is moved to the
    /// new number in the same step, without a new version; if that one is not live and the subject's, nothing is raised. When this has
    /// answered, no read of any of the others succeeds, whatever has or has not been ended yet. A sign-in at the same time may be among them.
    /// </summary>
    ValueTask<RevokeOutcome> RaiseSubjectEpochAsync(in RevokeCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// Ends sessions whose deadline has passed and drops ended records past their retention, about <paramref name="limit"/> of them at most.
    /// The cost follows what is due, not what lives.
    /// </summary>
    ValueTask<ExpireOutcome> ExpireDueAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Exact totals: of one instant where the store has one, else of each partition. Null when the store cannot be reached.</summary>
    ValueTask<SessionStatistics?> GetStatisticsAsync(CancellationToken cancellationToken);
}
