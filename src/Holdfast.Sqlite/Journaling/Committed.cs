using System.Runtime.InteropServices;
using Holdfast.Operations;
using Holdfast.Sqlite.Format;
using Holdfast.Storage;

namespace Holdfast.Sqlite.Journaling;

/// <summary>
/// What a change left, for the fold: the state itself, which is immutable, so nothing is copied. The folder gets it when its batch is committed,
/// and writes it when its segment is synced and sealed.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Committed(JournalRecordKind Kind, SessionImage Image, long Position, long Now)
{
    public EndReason EndReason { get; init; }

    /// <summary>The secret, when the change made it.</summary>
    public SecretState? Secret { get; init; }

    public string? Subject { get; init; }

    public int SubjectEpoch { get; init; }

    public static Committed Of(in JournalRecord record, long position) => new(record.Kind, record.Image, position, record.Now)
    {
        EndReason = record.EndReason ?? default,
        Secret = record.IsSecretNew && !record.Digest.IsNone ? new SecretState(record.Digest, record.Generation, record.PreviousSecret) : null,
        Subject = record.Subject,
        SubjectEpoch = record.SubjectEpoch,
    };
}
