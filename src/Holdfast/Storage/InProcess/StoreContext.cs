using Holdfast.Model;
using Holdfast.Time;

namespace Holdfast.Storage.InProcess;

/// <summary>What all shards of one store share.</summary>
internal sealed class StoreContext(SessionClock clock, SessionLimits limits, TimeSpan endedRetention, IJournal? journal)
{
    public SessionClock Clock { get; } = clock;

    public SessionLimits Limits { get; } = limits;

    public SubjectDirectory Subjects { get; } = new();

    public IJournal? Journal { get; } = journal;

    public long RetentionTicks { get; } = endedRetention.Ticks;

    public ulong Epoch { get; } = RandomPool.NextUInt64();
}
