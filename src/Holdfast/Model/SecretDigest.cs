using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Holdfast.Model;

/// <summary>SHA-256 of a session's secret: all that a store keeps of it. Compared in constant time.</summary>
[InlineArray(Size)]
internal struct SecretDigest
{
    public const int Size = 32;

    private byte _first;

    /// <summary>No digest: a session that no client can open.</summary>
    public static SecretDigest None => default;

    public readonly bool IsNone
    {
        get
        {
            ReadOnlySpan<byte> bytes = this;
            return BinaryPrimitives.ReadUInt64LittleEndian(bytes) == 0
                && BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) == 0;
        }
    }

    public static SecretDigest Of(ReadOnlySpan<byte> secret)
    {
        SecretDigest digest = default;
        SHA256.HashData(secret, digest);
        return digest;
    }

    public static SecretDigest Read(ReadOnlySpan<byte> bytes)
    {
        SecretDigest digest = default;
        bytes[..Size].CopyTo(digest);
        return digest;
    }

    public readonly bool Matches(in SecretDigest other)
    {
        ReadOnlySpan<byte> mine = this;
        ReadOnlySpan<byte> theirs = other;
        return CryptographicOperations.FixedTimeEquals(mine, theirs) && !IsNone;
    }
}
