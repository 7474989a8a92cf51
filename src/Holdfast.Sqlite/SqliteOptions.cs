namespace Holdfast;

/// <summary>How the SQLite store keeps what it acknowledges.</summary>
public sealed class SqliteOptions
{
    /// <summary>When a change counts as kept. Default: durable.</summary>
    public SqliteDurability Durability { get; set; } = SqliteDurability.Durable;

    /// <summary>How much time a power loss may take back in relaxed mode. Default 100 ms, range 1 ms to 1 minute.</summary>
    public TimeSpan RelaxedBound { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How large a log file grows before its sessions are written to their rows and it starts over. Default 32 MiB, range 1 MiB to 1 GiB. Recovery
    /// after a crash reads up to twice as much.
    /// </summary>
    public long SegmentBytes { get; set; } = 32 * 1024 * 1024;

    internal IEnumerable<string> FindProblems()
    {
        if (!Enum.IsDefined(Durability))
        {
            yield return $"SqliteOptions.Durability is {(int)Durability}; it is Durable or Relaxed.";
        }

        if (RelaxedBound < TimeSpan.FromMilliseconds(1) || RelaxedBound > TimeSpan.FromMinutes(1))
        {
            yield return $"SqliteOptions.RelaxedBound is {RelaxedBound}; it is from 1 ms to 1 minute.";
        }

        if (SegmentBytes is < 1024 * 1024 or > 1024 * 1024 * 1024)
        {
            yield return $"SqliteOptions.SegmentBytes is {SegmentBytes}; it is from 1 MiB to 1 GiB.";
        }
    }
}
