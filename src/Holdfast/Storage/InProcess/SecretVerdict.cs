namespace Holdfast.Storage.InProcess;

/// <summary>What a presented secret is.</summary>
internal enum SecretVerdict
{
    /// <summary>Not this session's, now or before the last regeneration.</summary>
    Wrong,

    Current,

    /// <summary>The one before, within its grace: it may read.</summary>
    Readable,

    /// <summary>The one before, dead.</summary>
    Superseded,
}
