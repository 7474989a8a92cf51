namespace Holdfast.Operations;

/// <summary>One decoded operation; its spans point into the encoded change set. <see cref="OperationReader"/> says which fields each code uses.</summary>
internal ref struct Operation
{
    public OperationCode Code;

    /// <summary>Data key, tag or subject, in UTF-8.</summary>
    public ReadOnlySpan<byte> Key;

    /// <summary>Value, display name, or the new secret's digest.</summary>
    public ReadOnlySpan<byte> Value;

    public int KeyOffset;
    public int ValueOffset;
    public SessionValueKind Kind;

    /// <summary>Increment, key version, instant in ticks (-1 for "now"), grace in ticks, flag, or the list bound: one number per operation.</summary>
    public long Number;
}
