namespace Holdfast;

/// <summary>When the health check of <c>AddHealthChecks().AddHoldfast()</c> is satisfied.</summary>
public sealed class HoldfastHealthOptions
{
    /// <summary>More ended sessions than this waiting for their end handlers are degraded. Default 1 000, range 0 and up.</summary>
    public long MaxPendingEnds { get; set; } = 1000;

    /// <summary>
    /// How long a successful probe is good for: checks in between look at the totals alone. A probe creates, writes, reads and ends a session of the type
    /// <c>holdfast.health</c>, which the totals count as completed. Default 10 s, range 0 to 1 h; a failed probe is always tried again.
    /// </summary>
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(10);
}
