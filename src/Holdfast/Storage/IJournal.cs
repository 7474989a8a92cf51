namespace Holdfast.Storage;

/// <summary>
/// Makes the in-process store durable. Every committed change is appended under its session's lock, so a session's records stand in
/// the order of its versions; whoever's answer depends on a record waits until it is synced. The store needs nothing else from it.
/// </summary>
internal interface IJournal
{
    /// <summary>Everything at or below this position is durable. Never goes back; read without a lock on the hot path.</summary>
    long SyncedPosition { get; }

    /// <summary>The last position given out.</summary>
    long AppendedPosition { get; }

    /// <summary>
    /// Takes a record and answers its position, greater than every earlier one. Called under a session's lock: copies what it needs,
    /// never blocks, never calls back, never throws for a reason a caller could have.
    /// </summary>
    long Append(in JournalRecord record);

    /// <summary>Completes when the position is durable (true), or never can be (false): then nothing that depends on it may be told.</summary>
    ValueTask<bool> WhenSyncedAsync(long position);
}
