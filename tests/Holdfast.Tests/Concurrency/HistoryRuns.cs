using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>Records many small histories and judges each.</summary>
internal static class HistoryRuns
{
    /// <summary>What sessions the histories are about.</summary>
    public static IReadOnlyDictionary<string, HistoryRules> Kinds { get; } = new Dictionary<string, HistoryRules>(StringComparer.Ordinal)
    {
        ["issued"] = new(),
        ["named"] = new() { Name = "cart-7" },
        ["issued, time passes"] = new() { IdleTimeout = TimeSpan.FromSeconds(10), AbsoluteTimeout = TimeSpan.FromSeconds(25) },
        ["named, time passes"] = new() { Name = "cart-7", IdleTimeout = TimeSpan.FromSeconds(5), AbsoluteTimeout = TimeSpan.FromSeconds(12) },
    };

    /// <summary>Clients on threads of their own; fails with the seed and the shortest impossible beginning.</summary>
    public static void OnRealThreads(string kind, int seed, int rounds, int clients, Func<IHoldfastStore, IHoldfastStore>? decorate = null)
    {
        // Which calls a client makes follows from the seed and the round; how the threads meet does not.
        var round = -1;
        var scenario = RandomClients
            .Describe(NextAsync, Kinds[kind], clients, () => Mix(seed, round))
            .Check(history => history.MustHaveBeenRightAsync($"{kind}, HOLDFAST_HISTORY_SEED={seed}, round {round}"));
        RealThreads.Race(scenario, rounds, seed);

        Task<SessionHistory> NextAsync()
        {
            round++;
            return SessionHistory.BeginAsync(Kinds[kind], decorate);
        }
    }

    /// <summary>Clients on the test scheduler, one random schedule a history: what fails here, fails again with the same seed.</summary>
    public static void OnTheScheduler(string kind, int seed, int clients, Func<IHoldfastStore, IHoldfastStore>? decorate = null)
    {
        var scenario = RandomClients
            .Describe(() => SessionHistory.BeginAsync(Kinds[kind], decorate), Kinds[kind], clients, () => seed)
            .Check(history => history.MustHaveBeenRightAsync($"{kind}, HOLDFAST_HISTORY_SEED={seed}"));
        Interleavings.ExploreRandom(scenario, seed, schedules: 1);
    }

    private static int Mix(int seed, int round) => unchecked((seed * 7919) + round);
}
