using Holdfast.Model;
using Holdfast.Operations;
using Holdfast.Storage.InProcess;

namespace Holdfast.Storage;

/// <summary>One committed change, as a journal sees it. Spans are valid during the call only.</summary>
internal readonly ref struct JournalRecord
{
    public required JournalRecordKind Kind { get; init; }

    /// <summary>The session's state after the change; none for a subject's epoch.</summary>
    public SessionImage Image { get; init; }

    /// <summary>The change as operations, for a journal that keeps changes instead of states.</summary>
    public ReadOnlySpan<byte> Operations { get; init; }

    /// <summary>UTC ticks of the change.</summary>
    public required long Now { get; init; }

    /// <summary>Last activity after it, UTC ticks.</summary>
    public long LastActivity { get; init; }

    public SecretDigest Digest { get; init; }

    public uint Generation { get; init; }

    /// <summary>Whether the change gave the session this digest and generation; a creation always does.</summary>
    public bool IsSecretNew { get; init; }

    /// <summary>The secret before the last regeneration, if the change was one.</summary>
    public PreviousSecret? PreviousSecret { get; init; }

    /// <summary>Whether the change counted an access: replaying needs it.</summary>
    public bool CountedAccess { get; init; }

    public EndReason? EndReason { get; init; }

    public string? Subject { get; init; }

    public int SubjectEpoch { get; init; }
}
