namespace Holdfast;

/// <summary>What happens when a scope wrote a key depending on what it had read there, and somebody else wrote it in between.</summary>
public enum ConflictRule
{
    /// <summary>The later write stands, and what it replaced unseen is counted. The default.</summary>
    LastWins = 0,

    /// <summary>The later commit is refused whole as <see cref="Status.Conflict"/>; over HTTP a 409.</summary>
    Reject = 1,
}
