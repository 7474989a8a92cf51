using Holdfast.Model;
using Holdfast.Operations;
using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>A record as a journal keeps it: copied, since what it was made of is valid during the call only.</summary>
internal sealed record JournalEntry
{
    public required long Position { get; init; }

    public required JournalRecordKind Kind { get; init; }

    /// <summary>The state after the change; none for a subject's epoch.</summary>
    public SessionImage Image { get; init; }

    public required byte[] Operations { get; init; }

    public required long Now { get; init; }

    public long LastActivity { get; init; }

    public SecretDigest Digest { get; init; }

    public uint Generation { get; init; }

    public bool CountedAccess { get; init; }

    public EndReason? EndReason { get; init; }

    public string? Subject { get; init; }

    public int SubjectEpoch { get; init; }

    public static JournalEntry Copy(in JournalRecord record, long position) => new()
    {
        Position = position,
        Kind = record.Kind,
        Image = record.Image.IsNone ? default : new SessionImage(record.Image.Bytes.ToArray()),
        Operations = record.Operations.ToArray(),
        Now = record.Now,
        LastActivity = record.LastActivity,
        Digest = record.Digest,
        Generation = record.Generation,
        CountedAccess = record.CountedAccess,
        EndReason = record.EndReason,
        Subject = record.Subject,
        SubjectEpoch = record.SubjectEpoch,
    };
}
