using System.Buffers.Binary;
using Holdfast.Sqlite.Format;

namespace Holdfast.Sqlite.Rows;

/// <summary>What is known of a store as a whole, as of a log position: everything up to it is in the rows.</summary>
internal sealed record StoreMeta
{
    public const int Reasons = (int)EndReason.Shutdown + 1;

    /// <summary>The epoch that version tokens carry.</summary>
    public ulong Epoch { get; init; }

    /// <summary>The last run ended with everything in the rows; then its epoch goes on.</summary>
    public bool IsClean { get; init; }

    public long Position { get; init; }

    public long Batch { get; init; }

    /// <summary>The latest instant that anybody was told of, UTC ticks: time never goes behind it (Invariant 6).</summary>
    public long Time { get; init; }

    /// <summary>Sessions ever created.</summary>
    public long Created { get; init; }

    /// <summary>Sessions ended, by the number of the reason.</summary>
    public long[] Ended { get; init; } = new long[Reasons];

    /// <summary>The values did not agree with their checksum; what can be is read from elsewhere.</summary>
    public bool IsDamaged { get; init; }

    public IEnumerable<(string Name, long Value)> Values()
    {
        yield return ("epoch", (long)Epoch);
        yield return ("clean", IsClean ? 1 : 0);
        yield return ("position", Position);
        yield return ("batch", Batch);
        yield return ("time", Time);
        yield return ("created", Created);
        for (var reason = 1; reason < Ended.Length; reason++)
        {
            yield return (EndedName(reason), Ended[reason]);
        }

        yield return ("checksum", Checksum());
    }

    public static StoreMeta Of(IReadOnlyDictionary<string, long> values)
    {
        var meta = new StoreMeta
        {
            Epoch = (ulong)values.GetValueOrDefault("epoch"),
            IsClean = values.GetValueOrDefault("clean") == 1,
            Position = values.GetValueOrDefault("position"),
            Batch = values.GetValueOrDefault("batch"),
            Time = values.GetValueOrDefault("time"),
            Created = values.GetValueOrDefault("created"),
        };
        for (var reason = 1; reason < Reasons; reason++)
        {
            meta.Ended[reason] = values.GetValueOrDefault(EndedName(reason));
        }

        return meta with { IsDamaged = values.GetValueOrDefault("checksum") != meta.Checksum() };
    }

    private static string EndedName(int reason) => $"ended_{reason}";

    private long Checksum()
    {
        var bytes = new byte[(6 + Reasons) * sizeof(long)];
        long[] all = [(long)Epoch, IsClean ? 1 : 0, Position, Batch, Time, Created, .. Ended];
        for (var i = 0; i < all.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), all[i]);
        }

        return Crc32C.Of(bytes);
    }
}
