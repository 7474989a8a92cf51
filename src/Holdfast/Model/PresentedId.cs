namespace Holdfast.Model;

/// <summary>An id as a store is asked for it: the key, and the digest in place of the secret, which need not be kept to be checked.</summary>
internal readonly struct PresentedId
{
    public PresentedId(SessionId id)
    {
        Key = id.Key;
        Digest = id.Digest();
    }

    public SessionKey Key { get; }

    public SecretDigest Digest { get; }
}
