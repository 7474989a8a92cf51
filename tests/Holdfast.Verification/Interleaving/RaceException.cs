namespace Holdfast.Verification;

/// <summary>A round on real threads that failed. The message names the round, the seed and what failed.</summary>
public sealed class RaceException : Exception
{
    internal RaceException(int round, int seed, string what, Exception? inner)
        : base($"Round {round} (seed {seed}): {what}", inner) => Round = round;

    /// <summary>The round that failed, counted from 0.</summary>
    public int Round { get; }
}
