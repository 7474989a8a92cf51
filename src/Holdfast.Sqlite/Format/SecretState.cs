using Holdfast.Model;
using Holdfast.Storage.InProcess;

namespace Holdfast.Sqlite.Format;

/// <summary>What a session keeps of its secret.</summary>
internal sealed record SecretState(SecretDigest Digest, uint Generation, PreviousSecret? Previous);
