using Holdfast.Storage;

namespace Holdfast.Diagnostics;

/// <summary>
/// A store's totals for collections of metrics, which wait for nothing. Totals that are not there at once, because a journal has to sync first, are
/// those of the collection after: until then it shows the last ones known.
/// </summary>
/// <remarks>States: idle → asking → idle; of several collections at one time the first asks. A store that cannot be reached leaves no totals.</remarks>
internal sealed class LatestTotals(IHoldfastStore store)
{
    private SessionStatistics? _latest;
    private int _isAsking;

    /// <summary>The totals now, else the last ones; null when there are none.</summary>
    public SessionStatistics? Read()
    {
        if (Interlocked.CompareExchange(ref _isAsking, 1, 0) == 0)
        {
            // Has no result of its own: whatever becomes of it, the next collection asks anew.
            _ = AskAsync();
        }

        return Volatile.Read(ref _latest);
    }

    private async Task AskAsync()
    {
        SessionStatistics? answer = null;
        try
        {
            answer = await store.GetStatisticsAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _latest, answer);
            Volatile.Write(ref _isAsking, 0);
        }
    }
}
