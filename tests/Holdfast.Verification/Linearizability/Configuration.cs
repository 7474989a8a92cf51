namespace Holdfast.Verification;

/// <summary>Where a search has been: which calls were linearized, as a set of bits, and the state they led to.</summary>
internal readonly struct Configuration(ulong[] linearized, int state) : IEquatable<Configuration>
{
    private readonly ulong[] _linearized = linearized;
    private readonly int _state = state;

    public bool Equals(Configuration other) => _state == other._state && _linearized.AsSpan().SequenceEqual(other._linearized);

    public override bool Equals(object? obj) => obj is Configuration other && Equals(other);

    public override int GetHashCode()
    {
        // Most words are all ones or all zeros, so each is mixed in with its place.
        var hash = (ulong)(uint)_state;
        foreach (var word in _linearized) hash = (System.Numerics.BitOperations.RotateLeft(hash, 23) ^ word) * 0x9E3779B97F4A7C15;
        return (int)(hash >> 32);
    }
}
