using Holdfast.Model;
using Holdfast.Storage;

namespace Holdfast.Sqlite.Format;

/// <summary>One change as it was read back from the log. Spans are those of the batch.</summary>
internal ref struct LogRecord
{
    public JournalRecordKind Kind;
    public long Position;
    public SessionIdentity Identity;
    public long Now;
    public long Version;
    public ReadOnlySpan<byte> Operations;
    public bool CountedAccess;
    public long LastActivity;
    public int SubjectEpoch;
    public ReadOnlySpan<byte> Image;
    public SecretDigest Digest;
    public uint Generation;
    public EndReason EndReason;
    public ReadOnlySpan<byte> Subject;
}
